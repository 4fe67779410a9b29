import { type Binding, isModuleReference, isWrite, moduleBindings, outOfPattern } from "./bindings.ts";
import { isRecorded } from "./emitted/emitted.ts";
import { type ExportTable, exportTable } from "./exports.ts";
import { ModuleCache } from "./module-cache.ts";
import type { Language, Node, Syntax } from "./node.ts";
import { type Detail, type Parsed, parse } from "./parse.ts";
import { analyse } from "./syntax.ts";

/** Everything that the text of one module says. */
export interface ModuleSource extends Syntax {
	readonly bindings: ReadonlyMap<string, Binding>;
	readonly exports: ExportTable;
	readonly problems: Parsed["problems"];
}

/** Reads the text of a module; a text with syntax errors gives what could be read of it, and `problems`. */
export function readModule(
	text: string,
	language: Language,
	sourceType: "module" | "commonjs",
	detail: Detail = "values",
): ModuleSource {
	const parsed = parse(text, language, sourceType, detail);
	const syntax = analyse(parsed);
	const bindings = moduleBindings(syntax);
	// A spread would call the getters, which are lazy.
	return Object.assign(syntax, {
		bindings,
		exports: exportTable(syntax, bindings, parsed.record),
		problems: parsed.problems,
	});
}

/** The references to one variable of a module. */
interface References {
	readonly all: readonly Node[];
	writes?: readonly Node[];
}

const NONE: References = { all: [], writes: [] };

/** The assignments to a variable of the module, without its declarations. */
export function writesTo(module: ModuleSource, name: string): readonly Node[] {
	const found = references.of(module, name);
	found.writes ??= found.all.filter((mention) => isWrite(module, mention));
	return found.writes;
}

/** The references to a variable of the module, without its declarations. */
export function referencesTo(module: ModuleSource, name: string): readonly Node[] {
	return references.of(module, name).all;
}

const references = new ModuleCache((module: ModuleSource, name: string): References => {
	const mentions = module.mentions.get(name);
	if (mentions === undefined) return NONE;
	return {
		all: mentions.filter(
			(mention) =>
				mention.type === "Identifier" &&
				!isDeclared(module, mention) &&
				isModuleReference(module, mention as never) &&
				!isRecorded(module, mention),
		),
	};
});

function isDeclared(module: ModuleSource, mention: Node): boolean {
	const { above, child } = outOfPattern(module, mention);
	switch (above?.type) {
		case "VariableDeclarator":
		case "FunctionDeclaration":
		case "FunctionExpression":
		case "ClassDeclaration":
		case "ClassExpression":
		case "TSDeclareFunction":
		case "TSModuleDeclaration":
		case "TSEnumDeclaration":
			return above.id === child;
		default:
			return false;
	}
}
