import assert from "node:assert/strict";
import { visitorKeys } from "oxc-parser";
import type { Language, Node } from "../../src/source/node.ts";
import { parse, pushValuesBelow } from "../../src/source/parse.ts";

/** Nodes of these are types, or are below keys of types. */
const TYPE_KEY = /^(?:implements|returnType|superTypeArguments|type(?:Annotation|Arguments|Parameters))$/;
const VALUE_OF_TYPESCRIPT =
	/^TS(?:Abstract\w+|As\w+|Satisfies\w+|NonNull\w+|TypeAssertion|Instantiation\w+|Enum\w+|Module\w+|ImportEquals\w+|ExternalModule\w+|QualifiedName|ExportAssignment|NamespaceExport\w+|ParameterProperty|DeclareFunction|EmptyBody\w+|ClassImplements)$/;

function childrenByKeys(node: Node): Node[] {
	if (node.type.startsWith("TS") && !VALUE_OF_TYPESCRIPT.test(node.type)) return [];
	const keys = (visitorKeys[node.type] ?? []).filter((key) => !TYPE_KEY.test(key));
	return keys
		.flatMap((key) => (node as unknown as Record<string, unknown>)[key])
		.filter((value): value is Node => typeof value === "object" && value !== null && "type" in value);
}

/** Holds what is pushed for each node of a text against the parser's own keys; gives the number of nodes. */
export function checkValues(text: string, language: Language, file: string): number {
	let seen = 0;
	const waiting: Node[] = [parse(text, language, "module", "types").program];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		const below: Node[] = [];
		pushValuesBelow(node, below);
		const wanted = childrenByKeys(node);
		assert.ok(
			below.length === wanted.length && below.every((child, index) => child === wanted[index]),
			`${node.type} in ${file}: ${below.map(({ type }) => type)}, not ${wanted.map(({ type }) => type)}`,
		);
		waiting.push(...below);
		seen++;
	}
	return seen;
}
