import assert from "node:assert/strict";
import { test } from "node:test";
import { ERROR_CODES, type ErrorCode, formatPlace, NamesakeError } from "../../src/base/errors.ts";
import { sanitizeLine, toErrorSummary } from "../../src/base/text.ts";

const place = { file: "/app/src/m.ts", line: 12, column: 14, text: "\texport const x = new A();" };
const details = { asked: "@acme/app/src/m#x", why: "no export leads to it", fix: "export it" };

test("the message has what was asked, where with a caret, why, what is near, and the fix", () => {
	const error = new NamesakeError("NO_LHS", {
		...details,
		where: place,
		nearest: ["@acme/app/src/m#y", "@acme/app/src/m#z"],
	});
	assert.equal(
		error.message,
		[
			"error[NO_LHS]: no export of the module holds the instance: @acme/app/src/m#x",
			"  at /app/src/m.ts:12:14",
			"    > 12 |  export const x = new A();",
			"         |              ^",
			"  why: no export leads to it",
			"  nearest: @acme/app/src/m#y, @acme/app/src/m#z",
			"  fix: export it",
		].join("\n"),
	);
	assert.equal(error.name, "NamesakeError");
	assert.ok(error instanceof Error);
	assert.deepEqual([error.code, error.asked, error.why, error.fix], ["NO_LHS", ...Object.values(details)]);
	assert.deepEqual(error.where, [place]);
	assert.equal(error.nearest.length, 2);
});

test("without places and near names there are no lines for them; several places are all shown", () => {
	const bare = new NamesakeError("UNNAMEABLE", details);
	assert.equal(
		bare.message,
		"error[UNNAMEABLE]: the value can't be named: @acme/app/src/m#x\n  why: no export leads to it\n  fix: export it",
	);
	assert.deepEqual([bare.where, bare.nearest, "cause" in bare], [[], [], false]);
	const other = { file: "https://x.y/m.js", line: 1, column: 1 };
	const { message } = new NamesakeError("DUPLICATE_NAME", { ...details, where: [place, other] });
	assert.ok(message.indexOf(formatPlace(place)) < message.indexOf("  at https://x.y/m.js:1:1\n  why:"));
});

test("the caret stands below its column, behind tabs too", () => {
	for (const [text, column] of [
		["const x = 1;", 7],
		["\t\tx = 1;", 3],
		["a\tx = 1;", 3],
		["x", 1],
	] as const) {
		const { message } = new NamesakeError("NESTED", { ...details, where: { ...place, column, text } });
		const [, , line = "", caret = ""] = message.split("\n");
		assert.equal(line[caret.indexOf("^")], "x", message);
	}
});

test("of a line as long as a minified file only the part around the column is shown", () => {
	const text = `${"a;".repeat(50_000)}X${";b".repeat(50_000)}`;
	const { message } = new NamesakeError("NESTED", { ...details, where: { ...place, column: 100_001, text } });
	const [, , line = "", caret = ""] = message.split("\n");
	assert.ok(message.length < 600);
	assert.equal(line[caret.indexOf("^")], "X");
});

test("what was asked is untrusted: one line, no control characters, not endless", () => {
	assert.equal(sanitizeLine("a\nb\r\x1b[31m\0"), "a\\u{a}b\\u{d}\\u{1b}[31m\\u{0}");
	// Text that would be shown in another order than it has, and line breaks of other scripts.
	assert.equal(sanitizeLine("a\u202eb\u2028c\u200bd\u0085"), "a\\u{202e}b\\u{2028}c\\u{200b}d\\u{85}");
	assert.equal(sanitizeLine("\ud800"), "\ufffd");
	assert.equal(sanitizeLine("日本 é 😀"), "日本 é 😀");
	assert.match(sanitizeLine("x".repeat(100_000)), /^x{200}… \(100000 characters\)$/);
	const { message } = new NamesakeError("INVALID_NAME", { ...details, asked: "a\n  fix: rm -rf /" });
	assert.equal(message.split("\n").length, 3);
});

test("near names are untrusted too", () => {
	const { message } = new NamesakeError("EXPORT_NOT_FOUND", { ...details, nearest: ["a\nb", "c".repeat(10_000)] });
	assert.equal(message.split("\n").length, 4);
	assert.ok(message.length < 800);
});

test("the cause is kept, whatever it is", () => {
	const cause = new TypeError("boom");
	assert.equal(new NamesakeError("MODULE_FAILED", { ...details, cause }).cause, cause);
	assert.equal(new NamesakeError("MODULE_FAILED", { ...details, cause: "a text" }).cause, "a text");
	assert.equal(new NamesakeError("MODULE_FAILED", { ...details, cause: null }).cause, null);
});

test("the codes are those of the design, and each says what it means", () => {
	const codes: ErrorCode[] = [
		"INVALID_NAME",
		"FORBIDDEN_MODULE",
		"MODULE_NOT_FOUND",
		"MODULE_FAILED",
		"EXPORT_NOT_FOUND",
		"NOT_EXPORTED",
		"NESTED",
		"BOUND_FUNCTION",
		"NATIVE_FUNCTION",
		"UNNAMEABLE",
		"CREATED_AT_RUNTIME",
		"NO_LHS",
		"LHS_UNPROVEN",
		"UNPROVEN",
		"NAME_MISMATCH",
		"DUPLICATE_NAME",
		"OUTSIDE_ROOT",
		"SOURCE_UNAVAILABLE",
		"CANNOT_LOCATE",
		"NOT_A_TASK",
		"NOT_SENDABLE",
		"WORKER_FAILED",
		"LOCK_INVALID",
	];
	assert.deepEqual(Object.keys(ERROR_CODES), codes);
	assert.equal(new Set(Object.values(ERROR_CODES)).size, codes.length);
});

test("an error of another copy of the library is one, of whatever class; what only looks like one is none", () => {
	const error = new NamesakeError("NO_LHS", details);
	const ofAnotherCopy = Object.create(Object.getPrototypeOf(error) as object);
	for (const one of [error, ofAnotherCopy]) assert.ok(one instanceof NamesakeError);
	const others = [
		new Error("NO_LHS"),
		{ name: "NamesakeError", code: "NO_LHS" },
		null,
		undefined,
		"NO_LHS",
		() => error,
		{},
	];
	for (const other of others) assert.equal(other instanceof NamesakeError, false, String(other));

	class OfUser extends NamesakeError {}
	assert.ok(new OfUser("NO_LHS", details) instanceof OfUser);
	assert.ok(new OfUser("NO_LHS", details) instanceof NamesakeError);
	assert.equal(error instanceof OfUser, false);
});

test("whatever was thrown has a summary in one line", () => {
	assert.equal(toErrorSummary(new TypeError("first\nsecond")), "TypeError: first");
	assert.equal(toErrorSummary("text\u202e"), "text\\u{202e}");
	assert.equal(toErrorSummary(undefined), "undefined");
	assert.equal(toErrorSummary({ name: "Error", message: "no error" }), "[object Object]");
	const odd = {
		toString() {
			throw new Error("odd");
		},
	};
	assert.equal(toErrorSummary(odd), "a value that can't be printed");
});

test("the longest text that is shown whole has 200 characters", () => {
	assert.equal(sanitizeLine("x".repeat(200)), "x".repeat(200));
	assert.equal(sanitizeLine("x".repeat(201)), `${"x".repeat(200)}… (201 characters)`);
});
