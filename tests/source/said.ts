import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { exportedValues } from "../../src/source/values.ts";

const kinds = { types: new Kinds(new SourceFiles("types")), values: new Kinds(new SourceFiles("values")) };

/** What is said of a text, from a tree of it with its types or without. */
export function said(file: string, text: string, detail: "types" | "values"): unknown {
	const source = sourceFileOf(file, text, detail);
	const entries = inventory(source, kinds[detail], { anonymous: true });
	const { bindings, reexports, stars, isModule } = source.source.exports;
	return {
		entries: entries.map(({ node, doubt, paths, ...entry }) => ({
			...entry,
			type: node.type,
			start: node.start,
			doubt: doubt?.start,
			paths: paths.map(({ doubts, ...path }) => ({ ...path, doubts: doubts?.map(({ start }) => start) })),
		})),
		values: exportedValues(source.source).map(({ name, variable, at }) => [name, variable, at.start]),
		exports: [[...bindings], [...reexports], stars, isModule],
		problems: source.source.problems,
	};
}
