import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { NamesakeError } from "../../src/base/errors.ts";
import type { Lock, LockEntry } from "../../src/lock/lock.ts";
import { lockText } from "../../src/lock/lock-text.ts";
import { parseLock } from "../../src/lock/parse-lock.ts";

const parse = (text: string): Lock => parseLock("/app/namesake.lock.json", text);

/** The line that an error names, and why. */
function refusal(text: string): readonly [number | undefined, string] {
	try {
		parse(text);
	} catch (error) {
		assert.ok(error instanceof NamesakeError);
		assert.equal(error.code, "LOCK_INVALID");
		assert.ok(error.fix.length > 0);
		return [error.where[0]?.line, error.why];
	}
	throw new Error(`it is read: ${text}`);
}

const file = (...entries: object[]) => JSON.stringify({ version: 1, names: entries }, undefined, 1);
const entry = (name: string, more: object = {}) => ({ name, kind: "task", ...more });

describe("a lock file that can't be used names the line", () => {
	const whole = file(entry("a/m#f", { previous: ["a/m#g"] }), entry("a/m#h"));

	it("wherever it is cut off", () => {
		for (let length = 0; length < whole.length - 1; length++) {
			const text = whole.slice(0, length);
			const [line, why] = refusal(text);
			assert.ok(
				line !== undefined && line >= 1 && line <= text.split("\n").length,
				`${line} of ${JSON.stringify(text)}`,
			);
			assert.match(why, /not valid JSON|is not/);
		}
		assert.deepEqual(refusal(whole.slice(0, -1)), [
			whole.split("\n").length,
			"it is not valid JSON: it ends too early",
		]);
	});

	it("with the marks of a merge", () => {
		const text = '{\n "version": 1,\n "names": [\n<<<<<<< HEAD\n  {}\n=======\n>>>>>>> other\n ]\n}\n';
		assert.deepEqual(refusal(text), [4, "it contains the conflict markers of a merge"]);
		assert.deepEqual(refusal(text.replaceAll("\n", "\r\n")), [4, "it contains the conflict markers of a merge"]);
	});

	it("of a later version", () => {
		const [line, why] = refusal('{\n "version": 2,\n "names": []\n}');
		assert.deepEqual([line, why], [2, "it has format 2, of a later version of namesake; this version reads format 1"]);
		assert.deepEqual(refusal('{\n "names": []\n}')[0], 1);
		assert.deepEqual(refusal('{\n\n "version": "1",\n "names": []\n}')[0], 3);
	});

	it("that contradicts itself", () => {
		for (const [line, why, ...entries] of [
			[9, /^two entries have the name a\/m#f$/, entry("a/m#f"), entry("a/m#f")],
			[8, /^a\/m#f is a previous name of itself$/, entry("a/m#f", { previous: ["a/m#f"] })],
			// A cycle.
			[
				8,
				/^a\/m#g is a previous name of a\/m#f, and also has its own entry/,
				entry("a/m#f", { previous: ["a/m#g"] }),
				entry("a/m#g", { previous: ["a/m#f"] }),
			],
			[
				15,
				/^a\/m#o is a previous name of both a\/m#f and a\/m#g/,
				entry("a/m#f", { previous: ["a/m#o"] }),
				entry("a/m#g", { previous: ["a/m#o"] }),
			],
			[9, /^a\/m#o is listed twice$/, entry("a/m#f", { previous: ["a/m#o", "a/m#o"] })],
		] as const) {
			const [told, reason] = refusal(file(...entries));
			assert.match(reason, why);
			assert.equal(told, line, reason);
		}
	});

	it("with anything else that was not meant", () => {
		for (const [line, text] of [
			[1, "[]"],
			[1, '"names"'],
			[3, '{\n"version": 1,\n"names": {}\n}'],
			[4, '{\n"version": 1,\n"names": [\n7\n]\n}'],
			[4, '{\n"version": 1,\n"names": [\n{ "kind": "task" }\n]\n}'],
			[5, '{\n"version": 1,\n"names": [\n{ "kind": "task",\n"name": 3 }\n]\n}'],
			[5, '{\n"version": 1,\n"names": [\n{ "kind": "task",\n"name": "a/m#f/g" }\n]\n}'],
			[4, '{\n"version": 1,\n"names": [\n{ "name": "a/m#f" }\n]\n}'],
			[4, '{\n"version": 1,\n"names": [\n{ "name": "mails", "kind": "task" }\n]\n}'],
			[5, '{\n"version": 1,\n"names": [\n{ "name": "mails", "kind": "task",\n"at": "mails" }\n]\n}'],
			[4, '{\n"version": 1,\n"names": [\n{ "name": "a/m#f", "kind": "task", "at": "a/m#f" }\n]\n}'],
			[5, '{\n"version": 1,\n"names": [\n{ "name": "a/m#f", "kind": "task",\n"previous": "a/m#g" }\n]\n}'],
			[6, '{\n"version": 1,\n"names": [\n{ "name": "a/m#f", "kind": "task",\n"previous": ["a/m#g",\n"#"] }\n]\n}'],
			[5, '{\n"version": 1,\n"names": [\n{ "name": "a/m#f", "kind": "task",\n"removed": "yes" }\n]\n}'],
			[2, '{\n"all": 1, "version": 1, "names": []\n}'],
		] as const) {
			const expected = text.includes('"name": 3') ? 4 : line;
			assert.equal(refusal(text)[0], expected, text);
		}
	});
});

describe("what a lock file says", () => {
	it("is kept as it is, sorted, with the fields that nobody here knows", () => {
		const text = file(
			entry("b/m#f", { note: "mine", previous: ["z/m#f", "a/m#f"], owner: { team: "x" } }),
			entry("a/m#g", { kind: "workflow", steps: [1] }),
		).replace("{", '{ "comment": ["kept"],');
		const written = lockText(parse(text));
		assert.deepEqual(JSON.parse(written), {
			version: 1,
			comment: ["kept"],
			names: [
				{ name: "a/m#g", kind: "workflow", steps: [1] },
				{ name: "b/m#f", kind: "task", previous: ["a/m#f", "z/m#f"], note: "mine", owner: { team: "x" } },
			],
		});
		assert.equal(lockText(parse(written)), written);
	});

	it("changes only in the lines of what has changed", () => {
		const entries = Array.from({ length: 50 }, (_, index) => `a/m#f${index}`);
		const before = lockText(parse(file(...entries.map((name) => entry(name))))).split("\n");
		const after = lockText(
			parse(file(...entries.toReversed().map((name) => entry(name, name === "a/m#f7" ? { previous: ["a/m#o"] } : {})))),
		).split("\n");
		const added = after.filter((line) => !before.includes(line));
		assert.deepEqual(
			added.map((line) => line.trim()),
			['"kind": "task",', '"previous": [', '"a/m#o"', "]"].filter((line) =>
				added.some((other) => other.trim() === line),
			),
		);
		assert.equal(after.length - before.length, 3);
	});

	it("comes back, whatever the names", () => {
		const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
		const name = key
			.map((text) => `a/m#o[${JSON.stringify(text.toWellFormed())}]`)
			.filter((text) => {
				try {
					parse(file(entry(text)));
					return true;
				} catch {
					return false;
				}
			});
		fc.assert(
			fc.property(fc.uniqueArray(name, { maxLength: 6 }), (names) => {
				const lock = parse(file(...names.map((text) => entry(text))));
				const again = parse(lockText(lock));
				const plain = ({ name: text, kind }: LockEntry) => [text, kind];
				assert.deepEqual(new Set(again.entries.map(plain).map(String)), new Set(lock.entries.map(plain).map(String)));
			}),
			{ numRuns: 100 },
		);
	});
});

describe("what Object.prototype has, no lock file says", () => {
	it("for the file and for its entries", () => {
		const text = file(entry("a/m#f"));
		const prototype = Object.prototype as Record<string, unknown>;
		const polluted = { all: true, at: "a/other#g", removed: true, previous: ["a/m#g"], signature: "()", body: "0" };
		Object.assign(prototype, polluted);
		try {
			const { all, entries } = parse(text);
			assert.equal(all, false);
			const [only] = entries;
			const { name, at, kind, signature, body, previous, removed } = only ?? assert.fail();
			assert.deepEqual(
				[name, at, kind, signature, body, previous, removed],
				["a/m#f", undefined, "task", undefined, undefined, [], false],
			);
			assert.equal(refusal('{ "names": [] }')[1], "`version` is not 1");
		} finally {
			for (const key of Object.keys(polluted)) delete prototype[key];
		}
	});

	it("nor is a version there that it does not name", () => {
		const prototype = Object.prototype as { version?: unknown; names?: unknown };
		Object.assign(prototype, { version: 1, names: [] });
		try {
			assert.equal(refusal("{}")[1], "`version` is not 1");
		} finally {
			delete prototype.version;
			delete prototype.names;
		}
	});
});
