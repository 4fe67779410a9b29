import type { Node, Syntax } from "../node.ts";

/** Begins every name that the plugin and the preload put into a text. */
export const MARK = "__namesake_";

/** `__namesake_record(module, send, …)`: it keeps what it gets, and changes nothing of it. */
export function isRecorded(syntax: Pick<Syntax, "parents">, mention: Node): boolean {
	const call = syntax.parents.get(mention);
	return call?.type === "CallExpression" && call.callee.type === "Identifier" && call.callee.name === `${MARK}record`;
}
