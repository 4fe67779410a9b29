import { hasOwn } from "../base/own.ts";
import { type CommonJsExport, commonJsExports, isRequired, membersOfWhole } from "./common-js.ts";
import { memoizeWeak } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./node.ts";
import { hasValue } from "./variables.ts";

/** A name under which a module exports a value of its own. */
export interface ExportedValue {
	readonly name: string;
	/** The variable of the module that it shows, if it is one. */
	readonly variable: string | undefined;
	/** Where it is declared. */
	readonly at: Node;
	/** The value's expression where the text has one, else the declaration. */
	readonly node: Node;
}

/** The values that a module exports and makes itself, by each of their names. */
export function exportedValues(source: ModuleSource): ExportedValue[] {
	const { bindings, isModule } = source.exports;
	if (isModule) return ofModule(source);
	if (bindings.size === 0) return ofAssignments(source, commonJsExports(source));
	if (isWhole(source)) return ofModule(source);
	// What else is assigned is the author's own: compilers write the whole of `module.exports` as a hint for others only.
	const others = commonJsExports(source).filter(
		({ name, at }) => !bindings.has(name) && source.parents.get(at)?.type === "MemberExpression",
	);
	return [...ofModule(source), ...ofAssignments(source, others)];
}

/** esbuild's table has all exports. */
const isWhole = memoizeWeak(({ text }: ModuleSource): boolean => /\b__export\d*\(/.test(text));

function ofModule(source: ModuleSource): ExportedValue[] {
	const { bindings, defaultNode, reexports } = source.exports;
	const found = [...bindings].flatMap(([name, variable]): ExportedValue[] => {
		const binding = source.bindings.get(variable);
		if (binding === undefined || binding.kind === "import" || !hasValue(source, binding)) return [];
		const declaration = binding.declarations.find((node) => node.type !== "TSDeclareFunction");
		if (declaration === undefined) return [];
		return [
			{
				name,
				variable,
				// Lazy: functions and classes, which most exports are, have an entry with a location of its own.
				get at() {
					return nameIn(source, declaration, variable);
				},
				node: expressionOf(declaration),
			},
		];
	});
	const isAssigned = defaultNode !== undefined && source.parents.get(defaultNode)?.type === "TSExportAssignment";
	if (isAssigned) return ofAssignments(source, membersOfWhole(defaultNode, defaultNode));
	if (defaultNode !== undefined && !bindings.has("default") && !reexports.has("default"))
		found.push({ name: "default", variable: undefined, at: defaultNode, node: defaultNode });
	return found;
}

function ofAssignments(source: ModuleSource, assignments: readonly CommonJsExport[]): ExportedValue[] {
	const found = new Map<string, ExportedValue>();
	for (const { name, value, at } of assignments) {
		if (isRequired(source, value)) found.delete(name);
		else {
			const variable = value.type === "Identifier" && source.bindings.has(value.name) ? value.name : undefined;
			found.set(name, { name, variable, at, node: value });
		}
	}
	return [...found.values()];
}

function expressionOf(declaration: Node): Node {
	return declaration.type === "VariableDeclarator" && declaration.id.type === "Identifier" && declaration.init !== null
		? declaration.init
		: declaration;
}

/** The name in the declaration: in a pattern it is one of several. */
function nameIn(source: ModuleSource, declaration: Node, name: string): Node {
	const end = declaration.type === "VariableDeclarator" ? endOfPattern(declaration.id) : declaration.end;
	const inside = (source.mentions.get(name) ?? []).filter((mention) => {
		const parent = source.parents.get(mention);
		// `{ a: b }` declares no `a`.
		const isKey = parent?.type === "Property" && parent.key === mention && !parent.shorthand;
		return mention.start >= declaration.start && mention.end <= end && !isKey;
	});
	return inside[0] ?? declaration;
}

/** The type behind a pattern may mention the same name. */
function endOfPattern(pattern: Node): number {
	const type = hasOwn(pattern, "typeAnnotation") ? (pattern.typeAnnotation as Node | null | undefined) : undefined;
	return type?.start ?? pattern.end;
}
