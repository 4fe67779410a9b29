import { hasOwn, ownOption } from "../base/own.ts";
import { builtin } from "../base/runtime.ts";
import { stemOf } from "../package/path.ts";
import { isModuleReference } from "./bindings.ts";
import { Imports } from "./imports.ts";
import type { Entry } from "./inventory.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node } from "./node.ts";
import { childrenOf } from "./parse.ts";
import { signatureOf } from "./signature.ts";
import type { SourceFile, SourceFiles } from "./source-file.ts";
import { StaticResolver } from "./static-resolver.ts";
import { type Code, passesOn, TaskCode, type TracedCode } from "./task-code.ts";

/** What tells a function, class, task or instance again after it has been renamed or moved. */
export interface Fingerprint {
	/** Parameters and result as they are written; undefined for what is not called, or not written as a function. */
	readonly signature: string | undefined;
	/** A hash of the code, and a sketch of it that is similar for similar code: two numbers of 64 bits, in hexadecimal digits. */
	readonly body: string;
	/** How many words the code has: little code tells little. */
	readonly size: number;
}

/** Takes fingerprints of what an inventory lists. */
export class Fingerprints {
	readonly #taskCode: TaskCode;

	constructor(files: SourceFiles) {
		this.#taskCode = new TaskCode(new StaticResolver(files, new Imports()));
	}

	/**
	 * Spaces, comments, types, parentheses and the value's own name make no difference: formatting and renaming leave the body as it
	 * is. A task has the fingerprint of its function; what a factory makes of a function also has that of the factory's other arguments.
	 */
	of(file: SourceFile, { node, path }: Pick<Entry, "node" | "path">): Fingerprint {
		const traced = this.#taskCode.trace(file, node);
		return fingerprint(this.#taskCode.signature(traced), wordsOfTraced(traced, path[0]));
	}

	/**
	 * Of a task that a function of the module, or of another one, has made: the code that it runs, with the call that had it made, whose arguments
	 * that code may have.
	 */
	ofMade(code: Code, call: Code | undefined): Fingerprint {
		const traced = call === undefined ? undefined : this.#taskCode.trace(call.file, call.node);
		const words = [
			...wordsOf({ ...code, node: bodyOf(code.node) }, undefined),
			...(traced === undefined ? [] : wordsOfTraced(traced)),
		];
		const given = traced !== undefined && traced.calls.length > 0 && passesOn(code.node) ? traced : undefined;
		return fingerprint(
			given === undefined ? signatureOf(code.file.source, code.node) : this.#taskCode.signature(given),
			words,
		);
	}

	/** The function that a task or a factory is given; the expression itself if there is none. */
	functionOf(file: SourceFile, node: Node): Code {
		return this.#taskCode.trace(file, node).code;
	}
}

function fingerprint(signature: string | undefined, words: readonly string[]): Fingerprint {
	return { signature, ...digest(words), size: words.length };
}

function wordsOfTraced({ code, calls }: TracedCode, name?: string): string[] {
	const id = hasOwn(code.node, "id") ? (code.node.id as { name?: string } | null) : null;
	return [
		...wordsOf({ ...code, node: bodyOf(code.node) }, id === null ? name : id.name),
		...calls.flatMap((call) => wordsOf(call, name, call.followed)),
	];
}

function bodyOf(node: Node): Node {
	if (isFunctionNode(node) && node.body !== null) return node.body as Node;
	return isClassNode(node) ? (node.body as Node) : node;
}

const RUNS = /^TS(?:Enum|Module|ParameterProperty|ExportAssignment|ImportEquals)/;

/** @param left a node that is left out. */
function wordsOf({ file, node: root }: Code, ownName: string | undefined, left?: Node): string[] {
	const words: string[] = [];
	// A list, not recursion: a chain of ten thousand operators is a tree as deep.
	const waiting: Node[] = [root];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		if (node === left) continue;
		if (node.type.startsWith("TS") && !isTransparent(node) && !RUNS.test(node.type)) continue;
		const children = childrenOf(node);
		if (!isTransparent(node)) words.push(importedWord(file, node) ?? wordOf(node, ownName));
		waiting.push(...children.reverse());
	}
	return words;
}

/**
 * What is imported under another name has that which it has in its module: `import { charge as refund }` changes what `refund()` runs, and no
 * word of it. The module's own name without its folders: it may move.
 */
function importedWord({ source }: SourceFile, node: Node): string | undefined {
	if (node.type !== "Identifier") return undefined;
	const imported = source.exports.imports.get(node.name);
	if (imported === undefined || imported.importName === node.name || !isModuleReference(source, node)) return undefined;
	return `${imported.importName} of ${stemOf(imported.specifier).replace(/^.*\//s, "")}`;
}

const DETAILS = [
	"operator",
	"kind",
	"async",
	"await",
	"generator",
	"computed",
	"static",
	"optional",
	"prefix",
	"delegate",
] as const;

function wordOf(node: Node, ownName: string | undefined): string {
	if (node.type === "Identifier") return node.name === ownName ? "=" : node.name;
	if (node.type === "Literal") return `${typeof node.value} ${hasOwn(node, "regex") ? node.raw : String(node.value)}`;
	if (node.type === "TemplateElement") return `text ${node.value.cooked}`;
	if (node.type === "PrivateIdentifier") return `#${node.name}`;
	const details = node as unknown as Record<string, unknown>;
	return [
		node.type,
		...DETAILS.flatMap((key) => {
			const detail = ownOption(details, key);
			return detail === undefined || detail === false ? [] : [key, detail];
		}),
	].join(" ");
}

function digest(words: readonly string[]): { readonly body: string } {
	const hash = builtin("node:crypto").createHash("sha256").update(words.join("\n")).digest("hex").slice(0, 16);
	return { body: `${hash}-${sketchOf(words)}` };
}

/** Moses Charikar's SimHash, over every three words that follow each other. https://en.wikipedia.org/wiki/SimHash */
function sketchOf(words: readonly string[]): string {
	const votes = new Int32Array(64);
	for (let index = 0; index < Math.max(1, words.length - 2); index++) {
		const [low, high] = hash64(words.slice(index, index + 3).join("\n"));
		for (let bit = 0; bit < 32; bit++) {
			votes[bit] = (votes[bit] ?? 0) + ((low >>> bit) & 1 ? 1 : -1);
			votes[bit + 32] = (votes[bit + 32] ?? 0) + ((high >>> bit) & 1 ? 1 : -1);
		}
	}
	let hex = "";
	for (let digit = 0; digit < 16; digit++) {
		let value = 0;
		for (let bit = 0; bit < 4; bit++) value |= (votes[digit * 4 + bit] ?? 0) > 0 ? 1 << bit : 0;
		hex += value.toString(16);
	}
	return hex;
}

/** Two runs of FNV-1a with different starts, and the last step of MurmurHash3. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash64(text: string): readonly [number, number] {
	let low = 0x811c9dc5;
	let high = 0x9747b28c;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		low = Math.imul(low ^ code, 0x01000193);
		high = Math.imul(high ^ code, 0x01000193);
	}
	return [mixed(low), mixed(high)];
}

function mixed(hash: number): number {
	let value = hash;
	value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}

/** How many of the 64 bits of two sketches differ: about half of them for code that has nothing to do with each other. */
export function distanceOf(a: string, b: string): number {
	const [first, second] = [a.slice(a.indexOf("-") + 1), b.slice(b.indexOf("-") + 1)];
	if (first.length !== 16 || second.length !== 16 || first === a || second === b) return 64;
	return differingBits(first, second, 0) + differingBits(first, second, 8);
}

/** Of 32 bits, in eight hexadecimal digits. */
function differingBits(a: string, b: string, start: number): number {
	let bits = Number.parseInt(a.slice(start, start + 8), 16) ^ Number.parseInt(b.slice(start, start + 8), 16);
	bits -= (bits >>> 1) & 0x55555555;
	bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
	return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
