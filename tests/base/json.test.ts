import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { NamesakeError } from "../../src/base/errors.ts";
import { readJson, syntaxErrorIn } from "../../src/base/json.ts";

let folder: string;
let file: string;
before(() => {
	folder = mkdtempSync(join(tmpdir(), "namesake-json-"));
	file = join(folder, "tsconfig.json");
});
after(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, dialect?: "json" | "jsonc"): unknown {
	writeFileSync(file, text);
	// As a literal has it: what is read has no prototype.
	return JSON.parse(JSON.stringify(readJson(file, dialect)));
}

function refusal(text: string, dialect?: "json" | "jsonc"): NamesakeError {
	try {
		read(text, dialect);
	} catch (error) {
		if (error instanceof NamesakeError) return error;
	}
	return assert.fail(`${text} was read`);
}

describe("a JSON file", () => {
	test("is read, with or without a byte order mark", () => {
		assert.deepEqual(read('{"a": {"b": [1]}}'), { a: { b: [1] } });
		assert.deepEqual(read('\ufeff{"a": "\ufeff"}'), { a: "\ufeff" });
	});

	test("gives nothing that it does not say, however deep", () => {
		writeFileSync(file, '{"a": {}, "__proto__": {"b": 1}}');
		const value = readJson(file);
		assert.equal(value["toString"], undefined);
		assert.equal((value["a"] as Record<string, unknown>)["toString"], undefined);
		assert.equal(value["b"], undefined);
	});

	test("has no comments, and is not empty", () => {
		assert.match(refusal('{"a": 1} // why').message, /it is not valid JSON,/);
		assert.match(refusal("{}, ").message, /it is not valid JSON,/);
		assert.match(refusal("").message, /it is not valid JSON,/);
	});

	test("has to hold an object", () => {
		for (const text of ["[]", "null", '"text"', "1"]) {
			const { code, where, message } = refusal(text);
			assert.equal(code, "SOURCE_UNAVAILABLE");
			assert.deepEqual(where, [{ file, line: 1, column: 1 }]);
			assert.match(message, /it is not a JSON object, and module names depend on it/);
		}
	});

	test("that can't be read is an error with its path and its cause, and no place in it", () => {
		const missing = join(folder, "missing.json");
		assert.throws(
			() => readJson(missing),
			(error: NamesakeError) => {
				assert.equal(error.code, "SOURCE_UNAVAILABLE");
				assert.equal((error.cause as NodeJS.ErrnoException).code, "ENOENT");
				assert.deepEqual(error.where, []);
				assert.ok(error.message.includes(missing), error.message);
				assert.match(error.message, /it can't be read, and module names depend on it/);
				return true;
			},
		);
	});
});

describe("what a tsconfig is written in", () => {
	test("may have comments, which may hold anything", () => {
		assert.deepEqual(read('{ // "b": "2"\n"a": 1 }', "jsonc"), { a: 1 });
		assert.deepEqual(read('{ /* "b": 2,\n// */ "a": 1, /**/ "c": 3 /***/ }', "jsonc"), { a: 1, c: 3 });
		assert.deepEqual(read('// first\n/* second */ {"a": 1} // last', "jsonc"), { a: 1 });
	});

	test("may have trailing commas, also before a comment", () => {
		assert.deepEqual(read('{"a": [1, 2, ], "b": {"c": 1,\n},}', "jsonc"), { a: [1, 2], b: { c: 1 } });
		assert.deepEqual(read('{"a": 1, // last\n}', "jsonc"), { a: 1 });
	});

	test("keeps what looks like these in a string", () => {
		for (const text of ["https://acme.dev/*", "src/**/*.ts", "// a", "/* a */", "a,}", ",]", '\\",]', '" // "', '\\"'])
			assert.deepEqual(read(JSON.stringify({ [text]: text, b: 1 }), "jsonc"), { [text]: text, b: 1 });
	});

	test("may be empty", () => {
		for (const text of ["", " \n", "// nothing", "/* nothing\n */"]) assert.deepEqual(read(text, "jsonc"), {});
	});

	test("may not lack a comma, nor have two", () => {
		for (const text of ['{"a": 1 "b": 2}', '{"a": 1,,}', "{,,}", "[,", '{"a": "b\n"}'])
			assert.match(refusal(text, "jsonc").message, /it is not valid JSONC,/);
	});

	test("has its mistakes where they are, whatever comments and commas are before them", () => {
		const lines = ["{ // first", "\t/* of three", "\tlines */ /* and */ ,", '"a": 1 }'];
		assert.deepEqual(refusal(lines.join("\n"), "jsonc").where, [{ file, line: 3, column: 21, text: lines[2] }]);
	});
});

/** The place that is found for the mistake at `|`. */
function placeIn(marked: string): unknown {
	const text = marked.replace("|", "");
	try {
		JSON.parse(text);
	} catch (error) {
		const { line, column, text: shown } = syntaxErrorIn("a.json", text, error);
		return { line, column, text: shown };
	}
	return assert.fail(`${text} is JSON`);
}

function markIn(marked: string): unknown {
	const before = marked.slice(0, marked.indexOf("|")).split("\n");
	const line = before.length;
	return { line, column: (before.at(-1) ?? "").length + 1, text: marked.replace("|", "").split("\n")[line - 1] };
}

describe("the place of a mistake", () => {
	const long = '"a name of more than ten letters": 1,\n"and another name of more": 2';
	const mistakes = {
		"where V8 tells the position": `{\n${long} |3}`,
		"in a text that V8 shows whole": '{\n"a": |b}',
		"at the start of a text that V8 cuts": `|b{\n${long}}`,
		"less than ten letters from the start of a text that V8 cuts": `[1,\n|b,\n${long}]`,
		"in the middle of a text that V8 cuts on both sides": `{\n${long},\n"b":\n |b,\n${long}}`,
		"less than ten letters from the end of a text that V8 cuts": `{\n${long},\n"b": |b}`,
		"at the end of a text that V8 cuts": `{\n${long},\n|`,
		"at the end": '{\n"a": |',
	};
	for (const [where, marked] of Object.entries(mistakes))
		test(where, () => assert.deepEqual(placeIn(marked), markIn(marked)));

	test("is the first one where V8 tells none", () => {
		assert.deepEqual(placeIn("|undefined"), { line: 1, column: 1, text: "undefined" });
		assert.deepEqual(syntaxErrorIn("a.json", "{\n}", new Error("why")), {
			file: "a.json",
			line: 1,
			column: 1,
			text: "{",
		});
	});
});
