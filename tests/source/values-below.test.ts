/* What is walked through are the children that the parser's own keys name, in their order: these keys are the authority. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { visitorKeys } from "oxc-parser";
import { languageOfFile, type Node, parse, pushValuesBelow } from "../../src/source/parse.ts";

/** Nodes of these are types, or are below keys of types. */
const TYPE_KEY = /^(?:implements|returnType|superTypeArguments|type(?:Annotation|Arguments|Parameters))$/;
const VALUE_OF_TYPESCRIPT =
	/^TS(?:Abstract\w+|As\w+|Satisfies\w+|NonNull\w+|TypeAssertion|Instantiation\w+|Enum\w+|Module\w+|ImportEquals\w+|ExternalModule\w+|QualifiedName|ExportAssignment|NamespaceExport\w+|ParameterProperty|DeclareFunction|EmptyBody\w+|IndexSignature|ClassImplements)$/;

function childrenByKeys(node: Node): Node[] {
	if (node.type.startsWith("TS") && !VALUE_OF_TYPESCRIPT.test(node.type)) return [];
	const keys = (visitorKeys[node.type] ?? []).filter((key) => !TYPE_KEY.test(key));
	return keys
		.flatMap((key) => (node as unknown as Record<string, unknown>)[key])
		.filter((value): value is Node => typeof value === "object" && value !== null && "type" in value);
}

for (const folder of ["node_modules/zod/src", "src"])
	test(`the nodes of ${folder}`, () => {
		const files = readdirSync(join(process.cwd(), folder), { recursive: true, encoding: "utf8" });
		let seen = 0;
		for (const file of files.filter((name) => /(?<!\.d)\.ts$/.test(name)).slice(0, 200)) {
			const text = readFileSync(join(process.cwd(), folder, file), "utf8");
			const waiting: Node[] = [parse(text, languageOfFile(file), "module", "types").program];
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
		}
		assert.ok(seen > 50_000, `${seen}`);
	});
