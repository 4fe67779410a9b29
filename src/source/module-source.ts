import { type Binding, isModuleReference, isWrite, moduleBindings, outOfPattern } from "./bindings.ts";
import { type ExportTable, exportTable } from "./exports.ts";
import { type Detail, type Language, type Node, type Parsed, parse } from "./parse.ts";
import { analyse, type Syntax } from "./syntax.ts";

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
	// Not a copy, which would have asked for everything.
	return Object.assign(syntax, {
		bindings: moduleBindings(syntax),
		exports: exportTable(syntax),
		problems: parsed.problems,
	});
}

/** Where a variable of the module is assigned to, besides its declarations. */
export function writesTo(module: ModuleSource, name: string): Node[] {
	return referencesTo(module, name).filter((mention) => isWrite(module, mention));
}

const references = new WeakMap<ModuleSource, Map<string, readonly Node[]>>();

/** Where a variable of the module is mentioned, besides its declarations. */
export function referencesTo(module: ModuleSource, name: string): readonly Node[] {
	const mentions = module.mentions.get(name);
	if (mentions === undefined) return [];
	let byName = references.get(module);
	if (byName === undefined) {
		byName = new Map();
		references.set(module, byName);
	}
	let found = byName.get(name);
	if (found === undefined) {
		found = mentions.filter(
			(mention) =>
				mention.type === "Identifier" && !isDeclared(module, mention) && isModuleReference(module, mention as never),
		);
		byName.set(name, found);
	}
	return found;
}

function isDeclared(module: ModuleSource, mention: Node): boolean {
	const { above, child } = outOfPattern(module, mention);
	switch (above?.type) {
		case "VariableDeclarator":
		case "FunctionDeclaration":
		case "FunctionExpression":
		case "ClassDeclaration":
		case "ClassExpression":
		case "TSModuleDeclaration":
		case "TSEnumDeclaration":
			return above.id === child;
		default:
			return false;
	}
}
