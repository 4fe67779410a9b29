/* What is asked of each value of a module may not take longer the more values there are: counted in steps through its tree, not in time. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Entry, inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import type { Node } from "../../src/source/node.ts";
import { SourceFiles, sourceFileOf, syntaxError } from "../../src/source/source-file.ts";

const each = (count: number, text: (index: number) => string, between = "\n") =>
	Array.from({ length: count }, (_, index) => text(index)).join(between);

/** Modules of any number of values. */
const shapes: readonly (readonly [what: string, file: string, text: (count: number) => string])[] = [
	["exports.x = function", "m.cjs", (count) => each(count, (i) => `exports.f${i} = function f${i}() {};`)],
	[
		"functions, and exports.x = x",
		"m.cjs",
		(count) => each(count, (i) => `function f${i}() {}\nexports.f${i} = f${i};`),
	],
	[
		"as tsc writes it",
		"m.cjs",
		(count) =>
			each(Math.ceil(count / 50), (part) => `${each(50, (i) => `exports.f${part * 50 + i}`, " = ")} = void 0;`) +
			each(count, (i) => `\nconst f${i} = () => {};\nexports.f${i} = f${i};`, ""),
	],
	["module.exports.x = function", "m.cjs", (count) => each(count, (i) => `module.exports.f${i} = () => {};`)],
	["module.exports = { x }", "m.cjs", (count) => `module.exports = { ${each(count, (i) => `f${i}() {}`, ", ")} };`],
	[
		"a key of exports that nobody knows",
		"m.cjs",
		(count) => `${each(count, (i) => `exports.f${i} = () => {};`)}\nexports[key] = 1;`,
	],
	[
		"exports that use others",
		"m.cjs",
		(count) => each(count, (i) => `exports.f${i} = () => exports.f${(i * 7) % count}();`),
	],
	["members of one object", "m.js", (count) => `export const o = { ${each(count, (i) => `f${i}() {}`, ", ")} };`],
	[
		"members of one object that are used",
		"m.js",
		(count) =>
			`export const o = { ${each(count, (i) => `f${i}() {}`, ", ")} };\n${each(count, (i) => `export const g${i} = () => o.f${i}();`)}`,
	],
	[
		"members that are put into one object",
		"m.js",
		(count) => `export const o = {};\n${each(count, (i) => `o.f${i} = () => {};`)}`,
	],
	["elements of one array", "m.js", (count) => `export const all = [${each(count, () => "() => {}", ", ")}];`],
	["static members", "m.js", (count) => `export class C { ${each(count, (i) => `static f${i}() {}`)} }`],
	["a namespace", "m.ts", (count) => `export namespace N { ${each(count, (i) => `export function f${i}() {}`)} }`],
	[
		"a list of exports",
		"m.js",
		(count) => `${each(count, (i) => `const f${i} = () => {};`)}\nexport { ${each(count, (i) => `f${i}`, ", ")} };`,
	],
	[
		"functions that call others",
		"m.js",
		(count) => each(count, (i) => `export function f${i}() { f${(i * 7) % count}(); }`),
	],
	["variables that are assigned later", "m.js", (count) => each(count, (i) => `export let f${i};\nf${i} = () => {};`)],
];

/** How many steps from a node to the one above it an inventory takes. */
function steps(file: string, text: string): { readonly entries: readonly Entry[]; readonly count: number } {
	const read = sourceFileOf(`/app/${file}`, text, "values");
	assert.equal(syntaxError(read), undefined);
	let count = 0;
	const parents = read.source.parents as Map<Node, Node>;
	const { get } = parents;
	// Defined, not assigned: in a process with frozen prototypes, too.
	Object.defineProperty(parents, "get", {
		value: (node: Node) => {
			count++;
			return get.call(parents, node);
		},
	});
	return { entries: inventory(read, new Kinds(new SourceFiles())), count };
}

describe("an inventory of twice as many values takes twice as many steps", () => {
	for (const [what, file, text] of shapes)
		test(what, () => {
			const [few, many] = [200, 400].map((size) => steps(file, text(size)));
			assert.ok(few !== undefined && many !== undefined);
			assert.ok(few.entries.length >= 200, `${few.entries.length} entries`);
			assert.ok(many.entries.length >= 2 * few.entries.length - 2, `${many.entries.length} entries`);
			const growth = many.count / few.count;
			assert.ok(growth < 2.2, `${few.count} steps became ${many.count}`);
		});
});
