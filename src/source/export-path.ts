import { formatPath } from "../base/name.ts";
import { compareText } from "../base/text.ts";
import type { Node } from "./node.ts";

/** What an export may show, the first in the order of the naming rules first. */
export const SHOWN = ["binding", "renamed binding", "alias"] as const;

/** A path from the exports of a module to a value. */
export interface ExportPath {
	readonly path: readonly string[];
	/**
	 * Which binding the export shows: the one that receives the value where it is made, by the binding's own name or by another one, or an alias
	 * that got the value from there.
	 */
	readonly shows: (typeof SHOWN)[number];
	/** Does the text alone decide that the path holds the value? Then the value need not be read. */
	readonly stable: boolean;
	/** What in the text leaves it open: writes, uses that may write, conditions. */
	readonly doubts?: readonly Node[];
	/** The last assignment that puts it there. */
	readonly assignment?: Node | undefined;
}

/**
 * The order of the naming rules: of several paths to one value the first one is its name. Fewest keys come first. Of exports, those of the binding
 * that receives the value precede aliases, the one that is called as the binding precedes all, and `default` stands behind its like.
 */
export function compareExportPaths(a: Ranked, b: Ranked): number {
	return a.path.length - b.path.length || rank(a) - rank(b) || compareText(formatPath(a.path), formatPath(b.path));
}

type Ranked = Pick<ExportPath, "path" | "shows">;

function rank({ path, shows }: Ranked): number {
	if (path.length > 1) return 0;
	return 2 * SHOWN.indexOf(shows) + (isDefault(path) ? 1 : 0);
}

/** The path of an export that shows a variable of the module; of `export default 1` there is none. */
export function exportOf(name: string, variable: string | undefined): ExportPath {
	return { path: [name], shows: name === variable ? "binding" : "renamed binding", stable: true };
}

/** Is it `default` itself, and no member of it? */
export function isDefault([name, ...keys]: readonly string[]): boolean {
	return name === "default" && keys.length === 0;
}
