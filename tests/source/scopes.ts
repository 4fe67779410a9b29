/* Where the variables of a module are mentioned and assigned: the authority is the scope manager of typescript-eslint. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { parseSync, visitorKeys } from "oxc-parser";
import { readModule, referencesTo, writesTo } from "../../src/source/module-source.ts";
import type { Language, Node } from "../../src/source/node.ts";
import { languageOfFile } from "../../src/source/parse.ts";

/** `name: offsets of what mentions it, with = where it is assigned`, of each variable of the module. */
type Mentions = Record<string, string>;

/** Holds the scopes of a text against the authority's. @returns the number of variables and mentions. */
export function compareScopes(
	text: string,
	language: Language,
	sourceType: "module" | "commonjs",
	what = text,
): number {
	const found = ours(text, language, sourceType);
	assert.deepEqual(found, theirs(text, language, sourceType), what);
	return Object.values(found).join(" ").split(" ").length;
}

/** The same for the TypeScript sources below a folder: one of so many. */
export function compareFiles(folder: string, every: number): number {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.d)\.ts$/.test(file));
	return files
		.sort()
		.filter((_, index) => index % every === 0)
		.map((file) => compareScopes(readFileSync(join(folder, file), "utf8"), languageOfFile(file), "module", file))
		.reduce((sum, seen) => sum + seen, 0);
}

function ours(text: string, language: Language, sourceType: "module" | "commonjs"): Mentions {
	const source = readModule(text, language, sourceType);
	assert.deepEqual(source.problems, [], text);
	return mentionsOf(
		[...source.bindings.keys()].map((name) => {
			const writes = new Set(writesTo(source, name));
			return [name, referencesTo(source, name).map((node) => [node.start, writes.has(node)])];
		}),
	);
}

function theirs(text: string, language: Language, sourceType: "module" | "commonjs"): Mentions {
	const options = { lang: language, sourceType, astType: "ts", range: true, preserveParens: false } as const;
	const { program } = parseSync(`m.${language}`, text, options);
	const isModule = sourceType === "module";
	const scopes = analyze(program as never, { sourceType: isModule ? "module" : "script", globalReturn: !isModule });
	const top = scopes.scopes.find(({ type }) => type === (isModule ? "module" : "function")) ?? assert.fail();
	const isType = typeOffsets(program);
	return mentionsOf(
		top.variables
			.filter(({ defs }) => defs.some(({ type }) => type !== "Type"))
			.map((variable) => [
				variable.name,
				[variable, ...innerNames(scopes, variable)]
					.flatMap(({ references }) => references)
					.filter(({ init, identifier: { range } }) => init !== true && !isType.has(range[0]))
					.map((reference) => [reference.identifier.range[0], reference.isWrite()]),
			]),
	);
}

function mentionsOf(variables: [name: string, mentions: [offset: number, isWrite: boolean][]][]): Mentions {
	return Object.fromEntries(
		variables
			.map(([name, mentions]): [string, string] => [
				name,
				[...new Map(mentions.sort(([a], [b]) => a - b))].map(([at, isWrite]) => `${isWrite ? "=" : ""}${at}`).join(" "),
			])
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);
}

/** A class and an enum have a variable of their own name inside, too: for us it is the same. */
function innerNames(
	scopes: ScopeManager,
	{ name, defs }: ScopeManager["variables"][number],
): ScopeManager["variables"] {
	return scopes.scopes
		.filter(({ type }) => type === "class" || type === "tsEnum")
		.flatMap(({ variables }) => variables)
		.filter((inner) => inner.name === name && inner.defs.some(({ node }) => defs.some((other) => other.node === node)));
}

/** The identifiers in types, of which we say nothing. */
function typeOffsets(program: Node): Set<number> {
	const found = new Set<number>();
	const waiting: [Node, boolean][] = [[program, false]];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const [node, isInType] = next;
		const isType = isInType || (node.type.startsWith("TS") && !VALUE_OF_TYPESCRIPT.test(node.type));
		if (isType && node.type === "Identifier") found.add(node.start);
		for (const key of visitorKeys[node.type] ?? [])
			for (const child of [(node as unknown as Record<string, Node | Node[] | null>)[key]].flat())
				if (child !== null && child !== undefined) waiting.push([child, isType]);
	}
	return found;
}

const VALUE_OF_TYPESCRIPT =
	/^TS(?:Abstract|As|Declare|EmptyBody|Enum|ExportAssignment|ExternalModule|ImportEquals|Instantiation|Module|NonNull|ParameterProperty|Satisfies|TypeAssertion)/;
