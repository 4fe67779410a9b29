import { NamesakeError } from "../base/errors.ts";
import { fileOrUrl } from "../base/file-url.ts";
import { definitionOf } from "../origin/definition.ts";
import { isTestFile } from "../package/test-file.ts";
import { originOf } from "./record.ts";
import { unwrap } from "./wraps.ts";

/**
 * Is a function written in a test file: `x.test.ts`, `x.spec.ts`, `x-test.ts`, `x_test.ts`, `test-x.ts`, `test_x.ts`, `test.ts`,
 * or any file below `__tests__`? The path inside the package counts. Of a wrapper or a task, the function behind it counts.
 *
 * @returns false for every other value: bound and native functions, instances that no module made.
 * @throws NamesakeError `CANNOT_LOCATE`, `SOURCE_UNAVAILABLE` where this process can't tell in which file the function is written.
 * @example
 * ```ts
 * // src/mails.test.ts
 * isTestFunction(() => 1); // true
 * isTestFunction(Math.max); // false
 * ```
 */
export function isTestFunction(value: object): boolean {
	const file = fileOfValue(value);
	return file !== undefined && isTestFile(file);
}

/** Undefined for what no file has written or made. */
function fileOfValue(value: object): string | undefined {
	const fn = unwrap(value);
	if (typeof fn !== "function") {
		const made = originOf(value)?.bodyCall();
		return made === undefined ? undefined : fileOrUrl(made.file);
	}
	try {
		return fileOrUrl(definitionOf(fn).module.script.url);
	} catch (error) {
		if (error instanceof NamesakeError && WITHOUT_FILE.has(error.code)) return undefined;
		throw error;
	}
}

const WITHOUT_FILE: ReadonlySet<string> = new Set(["BOUND_FUNCTION", "NATIVE_FUNCTION"]);
