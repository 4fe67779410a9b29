import { type Node, unwrap } from "./node.ts";
import { keyText } from "./parse.ts";

/** A text that stands in the source. */
interface WrittenText {
	readonly text: string;
	readonly node: Node;
}

/** What a call `task(fn, { name, previously })` says of its names. */
export interface WrittenTaskOptions {
	readonly name?: WrittenText | undefined;
	readonly previously: readonly WrittenText[];
	/** What only the running program knows: a name that is not written as a literal text. */
	readonly unclear?: Node | undefined;
}

const NOTHING: WrittenTaskOptions = { previously: [] };

/** Reads the options of a task from the text of its call. */
export function taskOptionsOf(call: Node): WrittenTaskOptions {
	if (call.type !== "CallExpression") return NOTHING;
	const [, argument] = call.arguments;
	if (call.arguments.slice(0, 2).some(({ type }) => type === "SpreadElement"))
		return { previously: [], unclear: call.arguments[0] };
	if (argument === undefined || isUndefined(argument)) return NOTHING;
	const options = unwrap(argument);
	if (options.type !== "ObjectExpression") return { previously: [], unclear: options };
	let name: WrittenText | undefined;
	let previously: readonly WrittenText[] = [];
	for (const property of options.properties) {
		if (property.type !== "Property") return { previously: [], unclear: property };
		const key = keyText(property.key, property.computed);
		if (key === undefined) return { previously: [], unclear: property };
		if (isUndefined(property.value)) continue;
		if (key === "name") {
			name = textOf(property.value);
			if (name === undefined) return { previously: [], unclear: property.value };
		} else if (key === "previously") {
			const texts = textsOf(property.value);
			if (texts === undefined) return { name, previously: [], unclear: property.value };
			previously = texts;
		}
	}
	return { name, previously };
}

function textsOf(node: Node): WrittenText[] | undefined {
	const list = unwrap(node);
	if (list.type !== "ArrayExpression") return undefined;
	const texts = list.elements.map((element) => (element === null ? undefined : textOf(element)));
	return texts.every((text) => text !== undefined) ? texts : undefined;
}

function textOf(node: Node): WrittenText | undefined {
	const value = unwrap(node);
	if (value.type === "Literal" && typeof value.value === "string") return { text: value.value, node: value };
	if (value.type !== "TemplateLiteral" || value.expressions.length > 0) return undefined;
	const text = value.quasis[0]?.value.cooked;
	return text === undefined || text === null ? undefined : { text, node: value };
}

function isUndefined(node: Node): boolean {
	return node.type === "Identifier" && node.name === "undefined";
}
