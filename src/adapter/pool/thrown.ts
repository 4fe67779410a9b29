import { isNativeError } from "node:util/types";
import { NamesakeError } from "../../base/errors.ts";
import { builtin } from "../../base/runtime.ts";
import { toErrorSummary } from "../../base/text.ts";
import { isSendable } from "./sendable.ts";

/** Whatever was thrown, as data that is sure to get from one thread to another: the first node, and those that it leads to. */
export type Thrown = readonly Node[];

type Node = { readonly value: unknown } | { readonly text: string } | ErrorNode;

interface ErrorNode {
	/** The class's own name. */
	readonly className: string;
	/** The nearest class of the language that it extends. */
	readonly base: string;
	readonly message: string;
	readonly stack: string;
	/** Own properties besides: `name`, `code`, … */
	readonly properties: readonly Property[];
	/** Indexes of nodes, by the properties that hold them: `cause`, `errors`. */
	readonly links: readonly (readonly [key: string, indexes: number | readonly number[]])[];
}

interface Property {
	readonly key: string;
	readonly value: unknown;
	readonly enumerable: boolean;
}

const BASES = { AggregateError, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** Longer chains of causes are cut. */
const MAX_NODES = 50;

/** @returns what {@link decodeThrown} makes the same of, in another thread. */
export function encodeThrown(thrown: unknown): Thrown {
	const nodes: Node[] = [];
	const indexes = new Map<unknown, number>();
	const add = (value: unknown): number => {
		const known = indexes.get(value);
		if (known !== undefined) return known;
		const index = nodes.length;
		indexes.set(value, index);
		nodes.push({ text: "" });
		nodes[index] = index >= MAX_NODES ? { text: toErrorSummary(value) } : nodeOf(value, add);
		return index;
	};
	add(thrown);
	return nodes;
}

function nodeOf(value: unknown, add: (value: unknown) => number): Node {
	if (isError(value)) return errorNode(value, add);
	return isSendable(value) ? { value } : { text: toErrorSummary(value) };
}

function isError(value: unknown): value is Error {
	return isNativeError(value) || value instanceof Error || value instanceof DOMException;
}

function errorNode(error: Error, add: (value: unknown) => number): ErrorNode {
	const properties: Property[] = [];
	const links: [string, number | number[]][] = [];
	const isDom = error instanceof DOMException;
	for (const key of ownKeys(error)) {
		if (key === "message" || key === "stack") continue;
		const { value, enumerable } = readOwn(error, key);
		if (key === "errors" && Array.isArray(value)) links.push([key, value.map(add)]);
		else if (key === "cause" || isError(value)) links.push([key, add(value)]);
		else if (isSendable(value)) properties.push({ key, value, enumerable });
	}
	return {
		className: classOf(error),
		base: isDom ? "DOMException" : baseOf(error),
		message: textOf(() => error.message),
		stack: ownStack(textOf(() => error.stack)),
		properties: isDom ? [{ key: "name", value: error.name, enumerable: false }, ...properties] : properties,
		links,
	};
}

/** @returns an error of the same class by name, or the very class where the language or this library has it. */
export function decodeThrown(nodes: Thrown): unknown {
	const values = nodes.map((node) => {
		if ("value" in node) return node.value;
		return "text" in node
			? new Error(`the task threw ${node.text}, which can't be sent between threads`)
			: errorOf(node);
	});
	for (const [index, node] of nodes.entries()) {
		if (!("links" in node)) continue;
		for (const [key, indexes] of node.links) {
			const value = typeof indexes === "number" ? values[indexes] : indexes.map((each) => values[each]);
			define(values[index] as Error, key, value, false);
		}
	}
	return values[0];
}

function errorOf({ className, base, message, stack, properties }: ErrorNode): Error {
	const error = base === "DOMException" ? domException(message, properties) : nativeError(className, base, message);
	define(error, "stack", stack, false);
	if (base !== "DOMException")
		for (const { key, value, enumerable } of properties) define(error, key, value, enumerable);
	return error;
}

function domException(message: string, properties: readonly Property[]): Error {
	return new DOMException(message, String(properties.find(({ key }) => key === "name")?.value));
}

function nativeError(className: string, base: string, message: string): Error {
	const Base = Object.hasOwn(BASES, base) ? BASES[base as keyof typeof BASES] : Error;
	// With the slot by which `util.inspect` and `Error.isError` know an error.
	const error = Base === AggregateError ? new AggregateError([], message) : new (Base as ErrorConstructor)(message);
	if (className !== Base.name) Object.setPrototypeOf(error, prototypeFor(className, Base));
	return error;
}

const prototypes = new Map<string, object>();

/** Errors of one class have one class here, too. */
function prototypeFor(className: string, Base: { readonly prototype: object; readonly name: string }): object {
	if (className === "NamesakeError") return NamesakeError.prototype;
	const key = `${Base.name} ${className}`;
	const known = prototypes.get(key);
	if (known !== undefined) return known;
	const StandIn = { [className]: class extends (Base as ErrorConstructor) {} }[className];
	const prototype: object = StandIn?.prototype ?? Base.prototype;
	// Programs may make classes at run time; their number is not known.
	if (prototypes.size < 1000) prototypes.set(key, prototype);
	return prototype;
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
	Object.defineProperty(error, key, { value, enumerable, configurable: true, writable: true });
}

function classOf(error: Error): string {
	const name = textOf(() => (Object.getPrototypeOf(error) as { constructor: { name: string } }).constructor.name);
	return name === "" ? "Error" : name;
}

function baseOf(error: Error): string {
	for (const name of Object.keys(BASES) as (keyof typeof BASES)[])
		if (name !== "Error" && error instanceof BASES[name]) return name;
	return "Error";
}

const WORKER = new URL("./worker.js", import.meta.url);

/** The stack down to what has called the task. */
function ownStack(stack: string): string {
	const lines = stack.split("\n");
	const isCaller = (line: string) =>
		/^\s+at /.test(line) && (line.includes(WORKER.href) || line.includes(builtin("node:url").fileURLToPath(WORKER)));
	const end = lines.findIndex(isCaller);
	return end === -1 ? stack : lines.slice(0, end).join("\n");
}

function ownKeys(error: Error): string[] {
	try {
		return Reflect.ownKeys(error).filter((key) => typeof key === "string");
	} catch {
		return [];
	}
}

function readOwn(error: Error, key: string): { readonly value: unknown; readonly enumerable: boolean } {
	try {
		const enumerable = Object.prototype.propertyIsEnumerable.call(error, key);
		return { value: (error as unknown as Record<string, unknown>)[key], enumerable };
	} catch {
		return { value: undefined, enumerable: false };
	}
}

function textOf(read: () => unknown): string {
	try {
		return String(read() ?? "");
	} catch {
		return "";
	}
}
