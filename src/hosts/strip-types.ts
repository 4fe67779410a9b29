import { builtin, features } from "../base/runtime.ts";

/**
 * Did Node itself strip the types of this text? Before 22.18 it wrote `//# sourceURL=` below it, which else only texts of `eval` have. What stands
 * above that has the length of the file.
 * https://github.com/nodejs/node/blob/v22.18.0/lib/internal/modules/typescript.js
 */
export function isStripped(file: string, text: string): boolean {
	const end = text.lastIndexOf("\n\n//# sourceURL=");
	if (end === -1 || !features.typeStripping || !/\.[mc]?ts$/.test(file)) return false;
	try {
		return (
			builtin("node:fs")
				.readFileSync(file, "utf8")
				.replace(/^\ufeff/, "").length === end
		);
	} catch {
		return false;
	}
}
