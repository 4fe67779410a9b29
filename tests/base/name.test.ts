import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
	ANONYMOUS,
	decodePath,
	encodePath,
	formatName,
	formatPath,
	MAX_NAME_LENGTH,
	type NameParts,
	parseName,
} from "../../src/base/name.ts";
import { coded } from "../package/project.ts";

const M = "@acme/app/src/m";
/** Mutation testing tries less. */
const runs = (usual: number): number => Number(process.env["NAMESAKE_RUNS"] ?? usual);

describe("the spelling of names", () => {
	const spellings: Record<string, Omit<NameParts, "moduleName">> = {
		send: { exportPath: ["send"] },
		default: { exportPath: ["default"] },
		"tasks.resize": { exportPath: ["tasks", "resize"] },
		"C.prototype.m": { exportPath: ["C", "prototype", "m"] },
		"list[0]": { exportPath: ["list", "0"] },
		"list[4294967294]": { exportPath: ["list", "4294967294"] },
		'list["4294967295"]': { exportPath: ["list", "4294967295"] },
		'list["01"]': { exportPath: ["list", "01"] },
		'list["-1"]': { exportPath: ["list", "-1"] },
		'o["a b"].c': { exportPath: ["o", "a b", "c"] },
		'o[""]': { exportPath: ["o", ""] },
		'o["a.b"]["]"]["\\""]["#"]["/"]': { exportPath: ["o", "a.b", "]", '"', "#", "/"] },
		'o["\\n\\t\\\\"]': { exportPath: ["o", "\n\t\\"] },
		"ünï.日本.$_": { exportPath: ["ünï", "日本", "$_"] },
		'["a-b"]': { exportPath: ["a-b"] },
		"[0].x": { exportPath: ["0", "x"] },
		"outer/inner": { exportPath: ["outer"], nested: [["inner"]] },
		"make/<anonymous>": { exportPath: ["make"], nested: [[ANONYMOUS]] },
		"<anonymous>/<anonymous>": { exportPath: [ANONYMOUS], nested: [[ANONYMOUS]] },
		"C.prototype.m/o.x/[1]": { exportPath: ["C", "prototype", "m"], nested: [["o", "x"], ["1"]] },
		'o["<anonymous>"]': { exportPath: ["o", ANONYMOUS] },
		'["<anonymous>"]': { exportPath: [ANONYMOUS] },
		// The slash inside of the key enters no function.
		'["<anonymous>"]["/"]': { exportPath: [ANONYMOUS, "/"] },
		'["/"]/["<anonymous>/"].x': { exportPath: ["/"], nested: [[`${ANONYMOUS}/`, "x"]] },
	};
	for (const [text, parts] of Object.entries(spellings))
		test(text, () => {
			assert.deepEqual(parseName(`${M}#${text}`), { moduleName: M, ...parts });
			assert.equal(formatName({ moduleName: M, ...parts }), `${M}#${text}`);
		});
});

describe("what is no name", () => {
	const texts = {
		"": "no #",
		m: "no #",
		"#x": "before #",
		"a#": "missing or misspelled",
		"a##b": "(at column 3)",
		"a#b#c": "is not allowed here",
		"a#.b": "(at column 3)",
		"a#b.": "is not allowed here",
		"a#b..c": "is not allowed here",
		"a#b[": "is not allowed here",
		"a#b[0": "is not allowed here",
		"a#b]": "is not allowed here",
		"a#b[01]": "is not allowed here",
		"a#b[4294967295]": "than formatName spells it",
		'a#b["0"]': "than formatName spells it",
		"a#b['c d']": "is not allowed here",
		'a#b["\\u0061 b"]': "than formatName spells it",
		'a#b["\\x"]': "than formatName spells it",
		"a#b c": "is not allowed here",
		"a#b()": "is not allowed here",
		"a#1": "misspelled",
		"a#b/": "misspelled",
		"a#/b": "misspelled",
		"a#b//c": "missing or misspelled (at column 5)",
		'a#b["c"]': "this key is spelled in another way than formatName spells it (at column 4)",
		"a#<anonymous>": "than formatName spells it",
		// A slash inside of a key is no function's.
		'a#<anonymous>["b/c"]': "than formatName spells it",
		"a#b.<anonymous>/c": "is not allowed here",
		"a%2fb#c": "%23 (for #)",
		"a%#c": "%23 (for #)",
		"a\0#b": "NUL",
		"a#\ud800": "surrogate",
	};
	for (const [text, says] of Object.entries(texts))
		test(JSON.stringify(text), () => assert.throws(() => parseName(text), coded("INVALID_NAME", says)));

	test("text that is too long, and what is no text", () => {
		assert.throws(() => parseName(`a#${"b".repeat(1 << 20)}`), coded("INVALID_NAME", "1048578"));
		const longest = `a#${"b".repeat(MAX_NAME_LENGTH - 2)}`;
		assert.equal(formatName(parseName(longest)), longest);
		assert.throws(() => parseName(`${longest}b`), coded("INVALID_NAME"));
		for (const value of [undefined, null, 1, {}, ["a#b"]])
			assert.throws(() => parseName(value as never), coded("INVALID_NAME", "a name is a string"));
	});

	test("parts that no name can say", () => {
		for (const parts of [
			{ moduleName: "", exportPath: ["a"] },
			{ moduleName: M, exportPath: [] },
			{ moduleName: M, exportPath: ["a"], nested: [[]] },
			{ moduleName: "a#b", exportPath: ["a"] },
			{ moduleName: "100%", exportPath: ["a"] },
			{ moduleName: M, exportPath: ["a".repeat(MAX_NAME_LENGTH)] },
			{ moduleName: "a\0", exportPath: ["a"] },
		])
			assert.throws(() => formatName(parts), coded("INVALID_NAME"));
	});

	test("the column is where the text stops being a name", () => {
		assert.throws(() => parseName("@acme/app/src/m#o.a b"), coded("INVALID_NAME", "(at column 20)"));
	});
});

describe("names and their parts, whatever they are", () => {
	const key = fc.oneof(
		fc.string({ unit: "binary", maxLength: 6 }),
		fc.string({ maxLength: 6 }),
		fc.nat().map(String),
		fc.constantFrom("a", "default", "prototype", ANONYMOUS, "0", "__proto__", '"', "\\", "]", "#", "/", "."),
	);
	const scope = fc.array(key, { minLength: 1, maxLength: 4 });
	const moduleName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).map((text) => encodePath(text));
	const parts = fc.record({ moduleName, exportPath: scope, nested: fc.array(scope, { maxLength: 3 }) });

	test("parse(format(parts)) equals the parts", () => {
		fc.assert(
			fc.property(parts, ({ nested, ...rest }) => {
				const name: NameParts = nested.length === 0 ? rest : { ...rest, nested };
				const isSayable = ![name.moduleName, ...name.exportPath, ...nested.flat()].some(
					(text) => !text.isWellFormed() || text.includes("\0"),
				);
				if (isSayable) assert.deepEqual(parseName(formatName(name)), name);
			}),
			{ numRuns: runs(2000) },
		);
	});

	test("every text that is accepted is the one spelling of its parts", () => {
		const piece = fc.constantFrom(
			..."ab01[]\"'\\./#%$_ <>é",
			ANONYMOUS,
			'["',
			'"]',
			"[0]",
			'["a b"]',
			'["0"]',
			"\\u0061",
			"%23",
			"%25",
			"😀",
		);
		let accepted = 0;
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
				const text = `m#a${pieces.join("")}`;
				let parsed: NameParts;
				try {
					parsed = parseName(text);
				} catch (error) {
					return coded("INVALID_NAME")(error);
				}
				accepted++;
				assert.equal(formatName(parsed), text);
				return true;
			}),
			{ numRuns: runs(5000) },
		);
		assert.ok(accepted > runs(5000) / 50, `only ${accepted} texts were names`);
	});

	test("a path has one text: different parts never share it", () => {
		fc.assert(
			fc.property(scope, scope, (one, other) => {
				const isSame = JSON.stringify(one) === JSON.stringify(other);
				assert.equal(formatPath(one) === formatPath(other), isSame);
			}),
		);
	});

	test("any file path can be written and read back", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (path) => {
				assert.equal(decodePath(encodePath(path)), path);
				assert.doesNotMatch(encodePath(path), /#|%(?!23|25)/);
			}),
		);
		assert.equal(encodePath("c#/100%23"), "c%23/100%2523");
	});
});
