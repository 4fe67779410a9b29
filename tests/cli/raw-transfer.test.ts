/* Trees by raw transfer are those that the parser gives as JSON: without it a text is read the same. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import type * as Oxc from "oxc-parser";
import { features } from "../../src/base/runtime.ts";
import { createLister } from "../../src/cli/commands/list/lister.ts";
import { isWorthRawTransfer, rawParser } from "../../src/cli/commands/list/raw-transfer.ts";
import type { FileToRead } from "../../src/cli/project/modules.ts";
import { languageOfFile, type Parser } from "../../src/source/parse.ts";
import { commandProject } from "./command.ts";
import { PIECES, TEXTS } from "./rare-texts.ts";

const seed = Number(process.env["NAMESAKE_SEED"] ?? 20261128);
const runs = Number(process.env["NAMESAKE_RUNS"] ?? 100);
const oxc = createRequire(import.meta.url)("oxc-parser") as typeof Oxc;
const [major = 0] = process.versions.node.split(".").map(Number);

/** Of one text, in every way in which it can be parsed. */
const WAYS = (["module", "commonjs"] as const).flatMap((sourceType) =>
	(["js", "ts"] as const).map((astType) => ({ sourceType, astType })),
);

describe("trees by raw transfer", () => {
	it("are asked for on every Node that can have them", () => {
		assert.equal(features.rawTransfer, major >= 22 && process.platform !== "win32");
		assert.deepEqual([499, 500].map(isWorthRawTransfer), [false, true]);
	});

	it("are the same for what is rare in texts", (context) => {
		const same = comparison(context);
		for (const text of TEXTS) for (const language of ["js", "jsx", "ts", "tsx"] as const) same(text, language);
	});

	it("are the same for sources", (context) => {
		const same = comparison(context);
		const own = filesBelow("src").filter((file) => file.endsWith(".ts"));
		const effect = filesBelow(EFFECT).filter((file, index) => file.endsWith(".ts") && index % 12 === 0);
		const compiled = filesBelow("node_modules/zod").filter((file, index) => /\.[cm]?js$/.test(file) && index % 6 === 0);
		assert.ok(own.length > 200 && effect.length > 20 && compiled.length > 20);
		for (const file of [...own, ...effect, ...compiled])
			same(readFileSync(file, "utf8"), languageOfFile(file), WAYS.slice(0, 2));
	});

	it(`are the same for random texts, seed ${seed}`, (context) => {
		const same = comparison(context);
		const part = fc.oneof(
			fc.constantFrom(...TEXTS.filter((text) => text.length < 2000)),
			fc.constantFrom(...PIECES),
			fc.string({ unit: "grapheme", maxLength: 80 }),
			fc.string({ unit: "binary", maxLength: 80 }).map((text) => JSON.stringify(text)),
		);
		const text = fc
			.tuple(fc.array(part, { maxLength: 6 }), fc.nat({ max: 400 }), fc.nat({ max: 400 }))
			.map(([parts, from, length]) => {
				const joined = parts.join(" ");
				return `${joined.slice(0, from)}${joined.slice(from + (length % 7))}`;
			});
		fc.assert(
			fc.property(text, fc.constantFrom("js", "jsx", "ts", "tsx"), (text, language) => same(text, language)),
			{ seed, numRuns: runs * 10 },
		);
	});

	const skip = features.rawTransfer ? false : "this Node has none: the newer ones list, see test:matrix";
	it("list the same names of effect", { timeout: 240_000, skip }, async () => {
		const files = filesBelow(EFFECT).filter((file) => file.endsWith(".ts"));
		assert.ok(isWorthRawTransfer(files.length));
		await using project = await commandProject({});
		const listed = project.namesake(["list", join(process.cwd(), EFFECT), "--json"], {
			flags: ["--import", SEES_BUFFER],
		});
		assert.ok(new Set(listed.stderr.split("\n")).has("a large buffer"));
		assert.equal(listed.stderr.replaceAll("a large buffer\n", ""), "");
		const names = JSON.parse(listed.stdout) as { name: string; line: number }[];
		const list = createLister({ anonymous: false, isRaw: false });
		const expected = files.flatMap((file) => list(toRead(file)).names);
		const plain = (all: readonly { name: string; line: number }[]) =>
			all.map((name) => JSON.stringify({ ...name, file: "" })).sort();
		assert.ok(names.length > 5000);
		assert.deepEqual(plain(names), plain(expected));
	});
});

describe("what raw transfer can't do is done without it", () => {
	const raws: (boolean | undefined)[] = [];
	/** @param how a parser that tells which way it was asked, and fails as raw transfer does. */
	const parserThat = (how: { supported?: boolean; throws?: Error } = {}): Parser => {
		raws.length = 0;
		return rawParser({
			visitorKeys: oxc.visitorKeys,
			rawTransferSupported: () => how.supported !== false,
			parseSync(file, text, options) {
				const isRaw = (options as { experimentalRawTransfer?: boolean }).experimentalRawTransfer;
				raws.push(isRaw);
				if (isRaw === true && how.throws !== undefined) throw how.throws;
				return oxc.parseSync(file, text, { lang: "js", sourceType: "module", ...(options ?? {}), ...PLAIN });
			},
		});
	};

	it("where the system has none", () => {
		parserThat({ supported: false }).parseSync("a.js", "a", {});
		assert.deepEqual(raws, [undefined]);
	});

	it("where there is no room for its buffer, without trying again", () => {
		const parser = parserThat({ throws: new RangeError("Array buffer allocation failed") });
		for (const text of ["let a;", "let b;"]) assert.equal(parser.parseSync("a.js", text, {}).program.body.length, 1);
		assert.deepEqual(raws, [true, undefined, undefined]);
	});

	it("for texts that are long, and for those with half a character", () => {
		const parser = parserThat();
		for (const text of ["a", " ".repeat(1_000_000), " ".repeat(1_000_001), "'\ud800'", "b"])
			parser.parseSync("a.js", text, {});
		assert.deepEqual(raws, [true, true, undefined, undefined, true]);
	});

	it("for trees that are deeper than the stack", () => {
		const text = `${"() => {".repeat(2000)}${"}".repeat(2000)}`;
		const { program, errors } = rawParser(oxc).parseSync("a.js", text, {});
		assert.deepEqual([program.body.length, errors], [1, []]);
	});

	it("for errors, which are told as without it", () => {
		const options = { lang: "ts", sourceType: "module" } as const;
		const [mine, theirs] = [rawParser(oxc), oxc].map(
			(parser) => parser.parseSync("a.ts", "let = ; é {", options).errors,
		);
		assert.ok(theirs !== undefined && theirs.length > 0);
		assert.deepEqual(mine, theirs);
	});
});

const EFFECT = "node_modules/effect/src";
const PLAIN = { experimentalRawTransfer: false };

/** Loaded first, it says when somebody makes a buffer that Node 20 could not make. */
const SEES_BUFFER = `data:text/javascript,${encodeURIComponent(`
	globalThis.ArrayBuffer = class extends ArrayBuffer {
		constructor(length, options) {
			super(length, options);
			if (length > 2 ** 32) process._rawDebug("a large buffer");
		}
	};
`)}`;

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.map((file) => join(folder, file))
		.sort();
}

function toRead(file: string): FileToRead {
	const path = relative("node_modules/effect", file).split(sep).join("/");
	return {
		file: join(process.cwd(), file),
		module: { name: `effect/${path.slice(0, -3)}`, isFirst: true },
	};
}

/** Compares what is read of a text: that it was really handed over raw, too. */
function comparison(
	context: TestContext,
): (text: string, language: "js" | "jsx" | "ts" | "tsx", ways?: typeof WAYS) => void {
	if (!features.rawTransfer) {
		context.skip("this Node has none: the newer ones compare, see test:matrix");
		return () => {};
	}
	if (process.env["CI"] === undefined && !hasRoom()) {
		context.skip("there is no room for a buffer of 6 GiB here");
		return () => {};
	}
	let raw = 0;
	const counting: typeof oxc.parseSync = (file, text, options) => {
		const result = oxc.parseSync(file, text, options);
		if (options !== undefined && options !== null && "experimentalRawTransfer" in options) raw++;
		return result;
	};
	const parser = rawParser({ ...oxc, parseSync: counting });
	let asked = 0;
	return (text, language, ways = WAYS) => {
		for (const way of ways) {
			const options = { lang: language, ...way };
			const what = `${JSON.stringify(text.slice(0, 2000))} as ${JSON.stringify(options)}`;
			const mine = parser.parseSync(`module.${language}`, text, options);
			const theirs = oxc.parseSync(`module.${language}`, text, options);
			asked += text.isWellFormed() ? 1 : 0;
			assert.equal(raw, asked, "it was not handed over raw");
			const endsDiffer = way.astType === "js" && language.startsWith("ts");
			assertSame([mine.program, theirs.program], what, endsDiffer ? text : undefined);
			// Its order of keys is another, and nothing goes through them.
			assert.deepEqual(mine.module, theirs.module, what);
			assert.deepEqual(mine.comments, theirs.comments, what);
			assert.deepEqual(mine.errors, theirs.errors, what);
		}
	};
}

function hasRoom(): boolean {
	try {
		return new ArrayBuffer(6.5 * 2 ** 30).byteLength > 0;
	} catch {
		return false;
	}
}

/** The same keys in the same order, as plain properties of plain objects. */
function assertSame(pair: readonly [unknown, unknown], what: string, typed: string | undefined): void {
	const waiting: (readonly [mine: unknown, theirs: unknown])[] = [pair];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const [mine, theirs] = next;
		if (Object.is(mine, theirs)) continue;
		if (!isObject(mine) || !isObject(theirs)) assert.fail(`${String(mine)} is not ${String(theirs)} in ${what}`);
		assert.equal(Object.getPrototypeOf(mine), Object.getPrototypeOf(theirs), what);
		if (mine instanceof RegExp) {
			assert.equal(String(mine), String(theirs), what);
			continue;
		}
		const [keys, expectedKeys] = [mine, theirs].map((object) => Reflect.ownKeys(object).join());
		if (keys !== expectedKeys) assert.fail(`the keys ${keys} are not ${expectedKeys} in ${what}`);
		for (const key of Object.keys(mine)) {
			const [property, other] = [mine, theirs].map((object) => Object.getOwnPropertyDescriptor(object, key));
			assert.ok(isPlain(property) && isPlain(other), `${key} is no plain property in ${what}`);
			const isTyped = key === "end" && typed !== undefined;
			if (isTyped && isType(mine, typed.slice(Number(property.value), Number(other.value)))) continue;
			waiting.push([property.value, other.value]);
		}
	}
}

function isPlain(property: PropertyDescriptor | undefined): property is PropertyDescriptor & { value: unknown } {
	return property?.writable === true && property.enumerable === true && property.configurable === true;
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}

/** `: string` and the like, behind what has a type: nothing but that may be missing at the end of a node. */
function isType(node: object, missing: string): boolean {
	const trivia = String.raw`(?:\s|/\*[^]*?\*/|//.*)*`;
	return (
		/^(?:Identifier|ObjectPattern|ArrayPattern|RestElement)$/.test(String((node as { type?: unknown }).type)) &&
		new RegExp(`^${trivia}(?:[?!]${trivia})?:`).test(missing)
	);
}
