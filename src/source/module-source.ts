import { type Binding, isModuleReference, isWrite, moduleBindings } from "./bindings.ts";
import { type ExportTable, exportTable } from "./exports.ts";
import { type Language, type Node, type Parsed, parse } from "./parse.ts";
import { analyse, type Syntax } from "./syntax.ts";

/** Everything that the text of one module says. */
export interface ModuleSource extends Syntax {
	readonly bindings: ReadonlyMap<string, Binding>;
	readonly exports: ExportTable;
	readonly problems: Parsed["problems"];
}

/** Reads the text of a module; a text with syntax errors gives what could be read of it, and `problems`. */
export function readModule(text: string, language: Language, sourceType: "module" | "commonjs"): ModuleSource {
	const parsed = parse(text, language, sourceType);
	const syntax = analyse(parsed);
	return { ...syntax, bindings: moduleBindings(syntax), exports: exportTable(syntax), problems: parsed.problems };
}

/** Where a variable of the module is assigned to, besides its declarations. */
export function writesTo(module: ModuleSource, name: string): Node[] {
	return referencesTo(module, name).filter((mention) => isWrite(module, mention));
}

/** Where a variable of the module is mentioned, besides its declarations. */
export function referencesTo(module: ModuleSource, name: string): Node[] {
	return (module.mentions.get(name) ?? []).filter(
		(mention) =>
			mention.type === "Identifier" && !isDeclared(module, mention) && isModuleReference(module, mention as never),
	);
}

function isDeclared(module: ModuleSource, mention: Node): boolean {
	let node = mention;
	for (let above = module.parents.get(node); above !== undefined; node = above, above = module.parents.get(above)) {
		switch (above.type) {
			case "VariableDeclarator":
				return above.id === node;
			case "FunctionDeclaration":
			case "FunctionExpression":
			case "ClassDeclaration":
			case "ClassExpression":
			case "TSModuleDeclaration":
			case "TSEnumDeclaration":
				return above.id === node;
			case "ObjectPattern":
			case "ArrayPattern":
			case "RestElement":
				break;
			case "Property":
				if (above.value !== node) return false;
				break;
			case "AssignmentPattern":
				if (above.left !== node) return false;
				break;
			default:
				return false;
		}
	}
	return false;
}
