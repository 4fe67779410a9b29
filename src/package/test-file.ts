import { basename, isAbsolute } from "node:path";
import { packageOf } from "./package.ts";
import { relativePosix } from "./path.ts";

const EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * Patterns of names of test files: Python's, which flytekit goes by, and those of node:test, Jest and Vitest.
 * https://nodejs.org/api/test.html#running-tests-from-the-command-line
 * https://jestjs.io/docs/configuration#testmatch-arraystring
 */
const TEST_FILE = /^test_|_test$|\.(?:test|spec)$|-test$|^test-|^test$/;

/** Is a file a test, by its path inside its package? The folder that a checkout lies in does not count. */
export function isTestFile(file: string): boolean {
	return isTestPath(pathInPackage(file));
}

/** Is a file a test? `inPackage` is its path in its package, or of a file without one its absolute path. */
export function isTestPath(inPackage: string): boolean {
	const path = `/${inPackage.replaceAll("\\", "/")}`;
	return path.includes("/__tests__/") || TEST_FILE.test(basename(path).replace(EXTENSION, ""));
}

function pathInPackage(file: string): string {
	const pkg = isAbsolute(file) ? packageOf(file) : undefined;
	return pkg === undefined ? file : relativePosix(pkg.dir, file);
}
