/* With --preserve-symlinks a module has the URL of the link: a name, which is of the real file, loads another module. */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { after, before, test } from "node:test";
import { type App, app } from "../app.ts";
import { assertLoadable, SHARED, type Told } from "./probe.ts";

let p: App;
before(async () => {
	const text =
		'export function f() {} export const t = new A("t"); const make = () => new A(); export const u = make();';
	p = await app({
		...SHARED,
		"real/ready.js": `import { A } from "@acme/app/made.js"; ${text}`,
		"real/waiting.js": `import { A } from "@acme/app/made.js"; await 0; ${text}`,
		"real/common.cjs":
			"exports.f = function f() {}; exports.t = new A(); const make = () => new A(); exports.u = make();",
		"package.json": { name: "@acme/app", type: "module", exports: { "./*": "./*" } },
		"main.js": `
			import "./made.js";
			import { createRequire } from "node:module";
			import { tell } from "./probe.js";
			const told = {};
			for (const file of ["ready.js", "waiting.js"]) {
				const { f, t, u } = await import("./link/" + file);
				told[file] = await tell({ f, t, u });
			}
			const { f, t, u } = createRequire(import.meta.url)("./link/common.cjs");
			told["common.cjs"] = await tell({ f, t, u });
			console.log(JSON.stringify(told));
		`,
	});
	await symlink(p.at("real"), p.at("link"), "junction");
});
after(() => p[Symbol.asyncDispose]());

const FILES = ["ready.js", "waiting.js", "common.cjs"];

test("a symlinked folder", async () => {
	const told = (await p.tell("main.js")) as Record<string, Told>;
	for (const file of FILES) {
		const { u, ...direct } = told[file] ?? {};
		assertLoadable(direct, { f: "f", t: "t" });
		assert.equal(u?.later, "u");
	}
});

test("a symlinked folder, with --preserve-symlinks", async () => {
	const told = (await p.tell("main.js", { flags: ["--preserve-symlinks"] })) as Record<string, Told>;
	for (const file of FILES)
		for (const key of ["f", "t", "u"])
			for (const answer of Object.values(told[file]?.[key] ?? { now: "", later: "" }))
				assert.match(answer, new RegExp(`^(?:(?:not loadable: )?${key}|[A-Z_]+)$`), `${file} ${key}`);
});
