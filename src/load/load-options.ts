import { type ErrorCode, NamesakeError } from "../base/errors.ts";
import { ownOption } from "../base/own.ts";
import type { LoadOptions } from "../package/resolve.ts";

/**
 * Refuses options of the wrong type: JavaScript callers and parsed settings reach `load` unchecked.
 *
 * @throws NamesakeError `FORBIDDEN_MODULE` for `allow`, `MODULE_NOT_FOUND` for `from`, `OUTSIDE_ROOT` for `packageRoot`: what can't be done without it.
 */
export function requireLoadOptions(asked: string, options: LoadOptions): void {
	if (typeof options !== "object" || options === null)
		throw wrongOption("MODULE_NOT_FOUND", asked, "the second argument", "an object of options");
	const { allow, from, packageRoot } = {
		allow: ownOption(options, "allow"),
		from: ownOption(options, "from"),
		packageRoot: ownOption(options, "packageRoot"),
	} as Record<string, unknown>;
	if (allow !== undefined && ![allow].flat().every((name) => typeof name === "string"))
		throw wrongOption("FORBIDDEN_MODULE", asked, "the option `allow`", "the name of a package, a list of them, or `*`");
	if (from !== undefined && typeof from !== "string" && !isUrl(from))
		throw wrongOption("MODULE_NOT_FOUND", asked, "the option `from`", "a path or a `file:` URL");
	if (packageRoot !== undefined && typeof packageRoot !== "string")
		throw wrongOption("OUTSIDE_ROOT", asked, "the option `packageRoot`", "`auto`, `.` or the path of a folder");
}

/** Not `instanceof`: under jsdom, URL is another class. */
function isUrl(value: unknown): boolean {
	return typeof value === "object" && value !== null && "href" in value && typeof value.href === "string";
}

function wrongOption(code: ErrorCode, asked: string, option: string, wanted: string): NamesakeError {
	return new NamesakeError(code, {
		asked,
		why: `${option} of load must be ${wanted}`,
		fix: `pass ${wanted}, or omit it`,
	});
}
