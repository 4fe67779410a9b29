/* Which files may hand on something of this library. Too many is slow; one too few, and a task is not listed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Imports } from "../../src/source/imports.ts";
import { LibraryUse } from "../../src/source/library-use.ts";
import { project } from "../package/project.ts";

const uses: Readonly<Record<string, string>> = {
	"from.ts": 'import { task } from "namesake";',
	"sub.ts": 'import { TaskPool } from "namesake/pool";',
	"bare.ts": 'import "namesake";',
	"dynamic.ts": 'const { task } = await import("namesake");',
	"required.cjs": "const { task } = require('namesake');",
	"template.cjs": "const { task } = require(`namesake`);",
	"spaced.cjs": 'const { task } = require ( /* it */ "namesake");',
	"lines.ts": 'import { task } from // here\n\t"namesake";',
	"reexport.ts": 'export * from "namesake";',
	"through.ts": 'import { task } from "./from.js";',
	"through-two.ts": 'export { task } from "./through";',
	"circle.ts": 'import "./circle-b.ts"; import "./from.ts";',
	"circle-b.ts": 'import "./circle.ts";',
	"by-package.ts": 'import { task } from "wraps-it";',
	"by-deep-package.ts": 'import { task } from "wraps-wrapper";',
	"by-peer.ts": 'import { task } from "peer";',
	"by-optional.ts": 'import { task } from "optional";',
	"by-circle.ts": 'import "round-b";',
};
const others: Readonly<Record<string, string>> = {
	"nothing.ts": "export const a = 1;",
	"other.ts": 'import "./nothing.js"; import "node:fs"; import "plain"; import "not-there";',
	"in-text.ts": 'export const a = "namesake";',
	"named-so.ts": 'import "./namesake.js"; import "namesake2";',
	"namesake.ts": "",
	"round.ts": 'import "./round-b.js";',
	"round-b.ts": 'import "./round.js";',
	"by-plain.ts": 'import "plain"; import "cycle-a";',
	"two-lines.ts": 'from "name\nsake";',
};

const lib = (name: string, manifest: object) => ({
	[`node_modules/${name}/package.json`]: { name, ...manifest },
	[`node_modules/${name}/index.js`]: "",
});

let p: Awaited<ReturnType<typeof project>>;
before(async () => {
	p = await project({
		"package.json": { name: "app" },
		...uses,
		...others,
		...lib("plain", { dependencies: { other: "1" } }),
		...lib("wraps-it", { dependencies: { namesake: "1" } }),
		...lib("wraps-wrapper", { dependencies: { none: "1", "wraps-it": "1" } }),
		...lib("peer", { peerDependencies: { namesake: "1" } }),
		...lib("optional", { optionalDependencies: { namesake: "1" } }),
		...lib("cycle-a", { dependencies: { "cycle-b": "1" } }),
		...lib("cycle-b", { dependencies: { "cycle-a": "1" } }),
		...lib("round-a", { dependencies: { "round-b": "1" } }),
		...lib("round-b", { dependencies: { "round-a": "1", namesake: "1" } }),
	});
});
after(() => p[Symbol.asyncDispose]());

test("each asked alone", () => {
	for (const file of Object.keys(uses)) assert.equal(new LibraryUse(new Imports()).of(p.at(file)), true, file);
	for (const file of Object.keys(others)) assert.equal(new LibraryUse(new Imports()).of(p.at(file)), false, file);
	assert.equal(new LibraryUse(new Imports()).of(p.at("not-there.ts")), false);
});

test("all asked of one, in either order, and once more", () => {
	const all = [...Object.keys(uses), ...Object.keys(others)];
	for (const files of [all, [...all].reverse()]) {
		const use = new LibraryUse(new Imports());
		for (const file of [...files, ...files]) assert.equal(use.of(p.at(file)), Object.hasOwn(uses, file), file);
	}
});

test("this library itself", () => {
	assert.equal(new LibraryUse(new Imports()).of(`${process.cwd()}/src/index.ts`), true);
});
