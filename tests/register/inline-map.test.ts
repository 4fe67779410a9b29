import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { test } from "node:test";
import { encode } from "@jridgewell/sourcemap-codec";
import { withCorrectedMap } from "../../src/register/inline-map.ts";

const map = {
	version: 3,
	sources: ["a.ts"],
	sourcesContent: ["const a = 1, b = 2;"],
	names: [],
	mappings: encode([
		[
			[0, 0, 0, 0],
			[6, 0, 0, 6],
			[13, 0, 0, 13],
		],
	]),
} as const;
const base64 = Buffer.from(JSON.stringify(map)).toString("base64");
/** Four characters were put in at column 6. */
const inserted = () =>
	[
		[
			[0, 0, 0, 0],
			[10, 0, 0, 6],
		],
	] satisfies ReturnType<Parameters<typeof withCorrectedMap>[1]>;

for (const [what, comment] of [
	["base64", `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${base64}`],
	["text", `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}`],
] as const)
	test(`a map that a text carries as ${what} is moved with what was put into the text`, () => {
		const code = withCorrectedMap(`const 1234a = 1, b = 2;\n${comment}\n`, inserted);
		assert.ok(code.startsWith("const 1234a = 1, b = 2;\n//# sourceMappingURL=data:application/json;base64,"));
		const [, data = ""] = /base64,(\S+)\n$/.exec(code) ?? [];
		const corrected = new SourceMap(JSON.parse(Buffer.from(data, "base64").toString("utf8")));
		const columns = [0, 10, 17].map((column) => {
			const entry = corrected.findEntry(0, column);
			return "originalColumn" in entry ? entry.originalColumn : undefined;
		});
		assert.deepEqual(columns, [0, 6, 13]);
	});

test("a text without a map of its own, or with one that can't be read, stays as it is", () => {
	for (const text of [
		"const a = 1;\n",
		"//# sourceMappingURL=a.js.map\n",
		"//# sourceMappingURL=data:application/json;base64,e30\n",
		"//# sourceMappingURL=data:application/json;base64,bm90IGpzb24\n",
		"//# sourceMappingURL=data:application/json,%7B\n",
	])
		assert.equal(
			withCorrectedMap(text, () => assert.fail("nothing has to be known of it")),
			text,
		);
});
