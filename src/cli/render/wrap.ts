import { Help } from "commander";
import { dependency } from "../../base/dependency.ts";

/** Commander wraps its help at spaces and leaves words whole, so that a name or a path can be copied. Messages are wrapped by it, too. */
class Wrapper extends Help {
	override minWidthToWrap = 1;

	/** Wide characters count twice, and colours not at all. */
	override displayWidth(text: string): number {
		const stringWidth = dependency("string-width") as typeof import("string-width");
		return stringWidth(text);
	}
}

/** Wraps a text at spaces. All lines but the first are indented. */
export function wrap(text: string, width: number, indent = 0): string {
	if (width === Number.POSITIVE_INFINITY) return text;
	return new Wrapper().boxWrap(text, Math.max(width - indent, 1)).replaceAll("\n", `\n${" ".repeat(indent)}`);
}
