import { fileOrUrl } from "../base/file-url.ts";
import { definitionOf } from "../origin/definition.ts";
import { isTestFile } from "../package/test-file.ts";
import { originOf } from "./record.ts";
import { unwrap } from "./wraps.ts";

/**
 * Is a function written in a test file: `x.test.ts`, `x.spec.ts`, `x-test.ts`, `x_test.ts`, `test-x.ts`, `test_x.ts`, `test.ts`,
 * or any file below `__tests__`? Of a wrapper or a task, the function behind it counts.
 *
 * @throws NamesakeError `BOUND_FUNCTION`, `NATIVE_FUNCTION`, `CANNOT_LOCATE`, `SOURCE_UNAVAILABLE`; of an instance,
 *   `CREATED_AT_RUNTIME` if no module has made it.
 */
export function isTestFunction(value: object): boolean {
	return isTestFile(fileOfValue(value));
}

function fileOfValue(value: object): string {
	const fn = unwrap(value);
	if (typeof fn === "function") return fileOrUrl(definitionOf(fn).module.script.url);
	return fileOrUrl(originOf(value)?.bodyCall()?.file ?? "");
}
