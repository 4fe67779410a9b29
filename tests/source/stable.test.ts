import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { isDistinct } from "../../src/source/stable.ts";

/** Does the text tell that the export `other` is another value than the one of `new Ours()`? */
function tells(text: string): boolean {
	const source = readModule(text, "ts", "module");
	assert.deepEqual(source.problems, [], text);
	const [mention] = source.mentions.get("Ours") ?? [];
	const ours = mention === undefined ? undefined : source.parents.get(mention);
	assert.equal(ours?.type, "NewExpression", text);
	return isDistinct(source, "other", ours ?? assert.fail());
}

test("an export is another value if its own declaration makes one", () => {
	for (const other of [
		"function other() {}",
		"class other {}",
		"const other = () => 1;",
		"const other = 1;",
		"const other = [1];",
		"const other = { a: 1 };",
	])
		assert.equal(tells(`export const ours = new Ours(); export ${other}`), true, other);
	assert.equal(tells('export const ours = new Ours(); export { other } from "./n.js";'), true);
});

test("it may be the same value where something else gives it", () => {
	for (const other of [
		"const other = ours;",
		"const other = make();",
		"let other;",
		"let other = 1; other = ours;",
		"const { other } = ours;",
		"const [other] = [ours];",
	])
		assert.equal(tells(`export const ours = new Ours(); export ${other}`), false, other);
	assert.equal(tells("export const other = new Ours();"), false);
	// An array that holds it is another value.
	assert.equal(tells("export const other = [new Ours()];"), true);
});
