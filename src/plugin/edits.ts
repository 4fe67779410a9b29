import type MagicString from "magic-string";
import { hasOwn } from "../base/own.ts";
import { type FunctionNode, isClassNode, isFunctionNode, type Node, type Syntax } from "../source/node.ts";

/*
 * How a record is tied to what it records, so that a bundler keeps both or neither: the record is a variable of a call that is
 * marked as pure, and the function or class mentions that variable. Statements alone would keep every function of every
 * module in the bundle. `typeof` works in a text that was shipped without the variable, too (`page.evaluate(send)`), and before
 * the variable has its value.
 */

/** Says to bundlers and minifiers that a call does nothing but to give its value. */
export const PURE = "/*#__PURE__*/ ";

const isNever = (variable: string): string => `typeof ${variable}=="number"`;

/** Makes a function or class mention a variable. */
export function mention(edit: MagicString, syntax: Syntax, node: Node, variable: string): void {
	if (isFunctionNode(node)) mentionInFunction(edit, node, variable);
	else if (isClassNode(node)) mentionInClass(edit, syntax, node, variable);
}

/** @returns whether the function has a body. */
function mentionInFunction(edit: MagicString, node: Node, variable: string): boolean {
	const { body } = node as FunctionNode;
	if (body === null) return false;
	if (body.type === "BlockStatement") insertFirst(edit, body, body.start + 1, `if(${isNever(variable)})throw 0;`);
	else edit.appendLeft(body.start, `${isNever(variable)}?0:`);
	return true;
}

/** Puts statements at the begin of a module: behind `#!/usr/bin/env node` and directives. */
export function insertAtStart(edit: MagicString, { text, program }: Syntax, statements: string): void {
	const { hashbang } = program;
	const afterLine = hashbang === null ? 0 : text.indexOf("\n", hashbang.end) + 1;
	insertFirst(edit, program, afterLine === 0 && text.startsWith("\ufeff") ? 1 : afterLine, statements);
}

/** Behind directives such as "use strict", which need no semicolon before a line break, but before other statements. */
function insertFirst(
	edit: MagicString,
	block: { readonly body: readonly Node[] },
	start: number,
	statements: string,
): void {
	let last: Node | undefined;
	for (const statement of block.body) {
		if (statement.type !== "ExpressionStatement" || !hasOwn(statement, "directive") || statement.directive == null)
			break;
		last = statement;
	}
	const isOpen = last !== undefined && edit.original[last.end - 1] !== ";";
	edit.appendLeft(last?.end ?? start, `${isOpen ? ";" : ""}${statements}`);
}

function mentionInClass(edit: MagicString, { text }: Syntax, node: Node, variable: string): void {
	if (!isClassNode(node)) return;
	const members = node.body.body;
	const methods = members.flatMap((member) => (member.type === "MethodDefinition" ? [member] : []));
	methods.sort((a, b) => Number(b.kind === "constructor") - Number(a.kind === "constructor"));
	for (const { value } of methods) if (mentionInFunction(edit, value, variable)) return;
	const { superClass } = node;
	if (superClass !== null) {
		edit.appendLeft(superClass.start, `(${isNever(variable)}?null:`);
		edit.appendRight(superClass.end, ")");
		return;
	}
	edit.appendLeft(text.indexOf("{", node.body.start) + 1, `constructor(){if(${isNever(variable)})throw 0;}`);
}
