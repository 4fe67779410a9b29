import { basename } from "node:path";

const EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * Patterns of names of test files: Python's, which flytekit goes by, and those of node:test, Jest and Vitest.
 * https://nodejs.org/api/test.html#running-tests-from-the-command-line
 * https://jestjs.io/docs/configuration#testmatch-arraystring
 */
const TEST_FILE = /^test_|_test$|\.(?:test|spec)$|-test$|^test-|^test$/;

/** Is a file a test, by its name? */
export function isTestFile(file: string): boolean {
	const path = file.replaceAll("\\", "/");
	return path.includes("/__tests__/") || TEST_FILE.test(basename(path).replace(EXTENSION, ""));
}
