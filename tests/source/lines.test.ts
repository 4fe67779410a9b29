import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineStarts, lineText, offsetAt, positionAt } from "../../src/source/lines.ts";

test("lines end as JavaScript's do: LF, CR, CRLF, LS, PS", () => {
	const text = "a\nb\rc\r\nd\u2028e\u2029f";
	const starts = lineStarts(text);
	assert.deepEqual(
		starts.map((_, line) => lineText(text, starts, line)),
		["a", "b", "c", "d", "e", "f"],
	);
	assert.equal(lineText(text, starts, 9), "");
	assert.ok(Number.isNaN(offsetAt(starts, 9, 0)));
});

test("offset and position are each other's inverse", () => {
	const text = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r", "\r\n", "\u2028")).map((parts) => parts.join(""));
	fc.assert(
		fc.property(text, fc.nat(60), (text, offset) => {
			const starts = lineStarts(text);
			const { line, column } = positionAt(starts, offset);
			assert.equal(offsetAt(starts, line, column), offset);
			assert.ok(column >= 0 && line < starts.length);
		}),
	);
});
