import type * as Oxc from "oxc-parser";
import { dependency } from "../base/dependency.ts";
import { NamesakeError } from "../base/errors.ts";
import { hasOwn } from "../base/own.ts";
import { process } from "../base/runtime.ts";
import { toErrorSummary } from "../base/text.ts";
import type { Language, Node, Program } from "./node.ts";
import { markTypes } from "./type-marks.ts";

export interface Parsed {
	readonly text: string;
	readonly program: Program;
	/** Its imports and exports. */
	readonly record: Oxc.EcmaScriptModule;
	/** Why the text, or a part of it, is no program; empty when it is one. */
	readonly problems: readonly { readonly message: string; readonly offset: number }[];
}

/** What is used of the parser. */
export type Parser = Pick<typeof Oxc, "parseSync" | "visitorKeys">;

let oxc: Parser | undefined;
let visitorKeys: Readonly<Record<string, readonly string[]>> | undefined;

/** The parser is loaded with the first text that is read: it is the largest part of this library. */
function parser(): Parser {
	oxc ??= loadParser();
	return oxc;
}

/** Where an ES module can't be required, it can still be imported before anything is parsed. */
export function useParser(loaded: Parser): void {
	oxc ??= loaded;
}

function loadParser(): Parser {
	try {
		return dependency("oxc-parser") as Parser;
	} catch (cause) {
		const isEsm = (cause as NodeJS.ErrnoException | undefined)?.code === "ERR_REQUIRE_ESM";
		throw new NamesakeError("SOURCE_UNAVAILABLE", {
			asked: "the parser of source text, oxc-parser",
			why: `it is ${isEsm ? "an ES module that must load synchronously" : "a native addon"}, and loading it threw ${toErrorSummary(cause)}`,
			fix: isEsm
				? "run without --no-experimental-require-module"
				: process.versions["pnp"] !== undefined
					? 'Yarn PnP keeps it in a zip file, where Node 20 finds no ES module by require(): in package.json, "dependenciesMeta": { "oxc-parser": { "unplugged": true } }'
					: "install oxc-parser for this platform; under Node's permission model run with --allow-addons, and don't pass --no-addons",
			cause,
		});
	}
}

/** Which tree is made of a text: with its types, or, in half the time, without. */
export type Detail = "types" | "values";

/** Parses a text. A syntax error is reported in `problems`, never thrown: what there is of a program is returned. */
export function parse(text: string, language: Language, sourceType: "module" | "commonjs", detail: Detail): Parsed {
	const astType = detail === "types" ? "ts" : "js";
	const result = parser().parseSync(`module.${language}`, text, { lang: language, sourceType, astType });
	const { program, module: record } = result;
	if (detail === "values" && (language === "ts" || language === "tsx")) markTypes(program, record, text);
	return {
		text,
		program,
		record,
		problems: result.errors
			.filter((error) => error.severity === "Error")
			.map((error) => ({ message: error.message, offset: error.labels[0]?.start ?? 0 })),
	};
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
	visitorKeys ??= parser().visitorKeys;
	const children: Node[] = [];
	for (const key of visitorKeys[node.type] ?? []) {
		const value = (node as unknown as Record<string, unknown>)[key];
		if (Array.isArray(value)) {
			for (const item of value) if (isNode(item)) children.push(item);
		} else if (isNode(value)) children.push(value);
	}
	return children;
}

let values: { readonly keys: ReadonlySet<string>; readonly types: ReadonlySet<string> } | undefined;

/**
 * Adds the nodes directly below a node to a list, in the order of the text, but for those that are types: nothing of them runs.
 * V8 goes through the own properties of an object in half the time that it takes to read as many by their names.
 */
export function pushValuesBelow(node: Node, list: Node[]): void {
	values ??= valuesOf(parser().visitorKeys);
	const { keys, types } = values;
	if (types.has(node.type)) return;
	const inherits = inheritsKeys();
	for (const key in node) {
		const value = (node as unknown as Record<string, unknown>)[key];
		if (typeof value !== "object" || value === null || !keys.has(key)) continue;
		if (inherits && !hasOwn(node, key)) continue;
		if (Array.isArray(value)) {
			for (const item of value) if (isNode(item)) list.push(item);
		} else if (isNode(value)) list.push(value);
	}
}

/** Has somebody put something into Object.prototype that `for`-`in` goes through in every object? */
function inheritsKeys(): boolean {
	for (const _ in EMPTY) return true;
	return false;
}

const EMPTY = {};

/** The keys below which values are, and the nodes that are types. */
function valuesOf(visitorKeys: Readonly<Record<string, readonly string[]>>): NonNullable<typeof values> {
	return {
		keys: new Set(
			Object.values(visitorKeys)
				.flat()
				.filter((key) => !TYPE_KEYS.has(key)),
		),
		types: new Set(Object.keys(visitorKeys).filter((type) => TYPE_NODE.test(type))),
	};
}

const TYPE_KEYS: ReadonlySet<string> = new Set([
	"implements",
	"returnType",
	"superTypeArguments",
	"typeAnnotation",
	"typeArguments",
	"typeParameters",
]);
/** Other nodes of TypeScript stand for values, or hold some. */
const TYPE_NODE =
	/^TS(?:\w+(?:Type|Signature|Query|Predicate|Operator|Heritage)|Interface\w+|TypeAlias\w+|Type(?:Parameter|Literal|Reference)\w*)$/;

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null && hasOwn(value, "type");
}

/** The key of a property, a class member or a member expression, when the text says it. */
export function staticKey(node: { readonly key: Node; readonly computed: boolean }): string | undefined {
	return keyText(node.key, node.computed);
}

export function keyText(key: Node, computed: boolean): string | undefined {
	if (key.type === "Identifier") return computed ? undefined : key.name;
	if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number"))
		return String(key.value);
	if (key.type === "TemplateLiteral" && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? undefined;
	return undefined;
}

/** The language that the ending of a file says; `.js` files may hold JSX. */
export function languageOfFile(file: string): Language {
	const ending = /\.([mc]?)([jt])s(x?)$/.exec(file);
	if (ending?.[2] === "t") return ending[3] === "x" ? "tsx" : "ts";
	return "jsx";
}
