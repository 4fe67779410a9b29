import { NamesakeError, type Place } from "../base/errors.ts";
import { formatName, formatPath, type NameParts } from "../base/name.ts";
import { nearest } from "../base/nearest.ts";
import { builtin } from "../base/runtime.ts";
import { lineStarts, lineText, positionAt } from "../source/lines.ts";
import { type ModuleSource, readModule } from "../source/module-source.ts";
import type { Node } from "../source/node.ts";
import { languageOfFile } from "../source/parse.ts";

/**
 * `EXPORT_NOT_FOUND`, or `NOT_EXPORTED` for a variable of the module.
 *
 * @param depth which part of the export path is not there.
 * @param siblings what is there instead.
 * @param file undefined for a module in a bundle, which has no file of its own.
 */
export function exportNotFound(
	asked: string,
	parts: NameParts,
	depth: number,
	siblings: readonly string[],
	file: string | undefined,
): NamesakeError {
	const { moduleName, exportPath } = parts;
	const holder = exportPath.slice(0, depth);
	const name = (key: string) => formatName({ moduleName, exportPath: [...holder, key] });
	const key = exportPath[depth] ?? "";
	const source = depth === 0 && file !== undefined ? readFile(file) : undefined;
	const local = source?.bindings.get(key)?.declarations[0];
	if (file !== undefined && source !== undefined && local !== undefined && !source.exports.bindings.has(key))
		return new NamesakeError("NOT_EXPORTED", {
			asked,
			where: placeIn(file, source, local),
			why: `\`${key}\` is a variable of the module, and no export leads to it`,
			fix: `export it: export { ${key} }`,
		});
	return new NamesakeError("EXPORT_NOT_FOUND", {
		asked,
		where: file === undefined ? undefined : { file, line: 1, column: 1 },
		why:
			depth === 0
				? file === undefined
					? `the bundle kept no export \`${key}\` of the module`
					: `the module exports no \`${key}\`${siblings.length === 0 ? "; it exports nothing" : ""}`
				: `\`${formatPath(holder)}\` has no own property \`${key}\` with a value`,
		// A getter has the key that was asked for.
		nearest: nearest(
			key,
			siblings.filter((sibling) => sibling !== key),
		).map(name),
		fix:
			file === undefined
				? "correct the name. A bundle drops unused exports: import and use this one in an entry"
				: "correct the name; after a rename, `namesake check --fix` records the old name",
	});
}

function readFile(file: string): ModuleSource | undefined {
	try {
		return readModule(builtin("node:fs").readFileSync(file, "utf8"), languageOfFile(file), "module");
	} catch {
		return undefined;
	}
}

function placeIn(file: string, source: ModuleSource, node: Node): Place {
	const starts = lineStarts(source.text);
	const { line, column } = positionAt(starts, node.start);
	return { file, line: line + 1, column: column + 1, text: lineText(source.text, starts, line) };
}
