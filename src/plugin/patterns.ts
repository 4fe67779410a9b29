import type MagicString from "magic-string";
import type { ModuleSource } from "../source/module-source.ts";
import type { Node } from "../source/node.ts";

/*
 * `export const { a, b } = make()`: a bundler may leave out what nothing uses of it, so the record of each variable is in the value that
 * the variable gets: `const { a: first, b: second } = make(); export const a = record(first), b = record(second)`.
 */

/** A variable in a pattern, and what it is to be. */
export interface Part {
	readonly name: string;
	/** Takes its place in the pattern. */
	readonly id: string;
	/** What it is then. */
	readonly value: string;
}

/** Can the variables of a declaration with a pattern get their values one by one? */
export function canBeSplit(source: ModuleSource, declarator: Node): boolean {
	if (declarator.type !== "VariableDeclarator" || leavesOf(declarator.id) === undefined) return false;
	const declaration = source.parents.get(declarator);
	if (declaration?.type !== "VariableDeclaration") return false;
	const statement = source.parents.get(declaration);
	return statement?.type === "ExportNamedDeclaration"
		? declaration.declarations.length === 1
		: statement === source.body;
}

/**
 * Lets variables of a declaration that {@link canBeSplit} have other values than the pattern gives them.
 *
 * @param parts some of its variables.
 */
export function split(edit: MagicString, source: ModuleSource, declarator: Node, parts: readonly Part[]): void {
	const declaration = source.parents.get(declarator);
	const statement = declaration === undefined ? undefined : source.parents.get(declaration);
	if (declarator.type !== "VariableDeclarator" || declaration?.type !== "VariableDeclaration") return;
	const byName = new Map(parts.map((part) => [part.name, part]));
	const leaves = leavesOf(declarator.id) ?? [];
	for (const { identifier, name, isShorthand } of leaves) {
		const part = byName.get(name);
		if (part === undefined) continue;
		if (isShorthand) edit.appendLeft(identifier.end, `:${part.id}`);
		else edit.update(identifier.start, identifier.end, part.id);
	}
	const values = parts.map(({ name, value }) => `${name}=${value}`).join();
	if (statement?.type !== "ExportNamedDeclaration") {
		edit.appendLeft(declarator.end, `,${values}`);
		return;
	}
	edit.remove(statement.start, declaration.start);
	const others = leaves.flatMap(({ name }) => (byName.has(name) ? [] : [name]));
	const rest = others.length === 0 ? "" : `export{${others}};`;
	edit.appendLeft(statement.end, `;export ${declaration.kind} ${values};${rest}`);
}

interface Leaf {
	readonly name: string;
	readonly identifier: Node;
	/** `{ a }` for `{ a: a }`. */
	readonly isShorthand: boolean;
}

/** The variables of a pattern; undefined if it computes something, which may mention one of them, or be named by it: `{ a, b = () => a }`. */
function leavesOf(pattern: Node, isShorthand = false): Leaf[] | undefined {
	switch (pattern.type) {
		case "Identifier":
			return [{ name: pattern.name, identifier: pattern, isShorthand }];
		case "ObjectPattern":
			return allLeaves(pattern.properties);
		case "Property":
			return pattern.computed ? undefined : leavesOf(pattern.value, pattern.shorthand);
		case "ArrayPattern":
			return allLeaves(pattern.elements);
		case "RestElement":
			return leavesOf(pattern.argument);
		default:
			return undefined;
	}
}

function allLeaves(parts: readonly (Node | null)[]): Leaf[] | undefined {
	const found = parts.map((part) => (part === null ? [] : leavesOf(part)));
	return found.some((leaves) => leaves === undefined) ? undefined : found.flatMap((leaves) => leaves ?? []);
}
