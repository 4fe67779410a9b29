/* What the program has loaded since a name was refused is seen, though the list of all that is loaded is not asked for again at each refusal. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../app.ts";

test("a dependency can be opened once the program itself has loaded it", async () => {
	await using project = await app({
		"node_modules/lib/package.json": { name: "lib", version: "1.0.0", type: "module", exports: "./index.js" },
		"node_modules/lib/index.js": "export const f = () => 1;",
		"node_modules/old/package.json": { name: "old", version: "1.0.0", exports: "./index.js" },
		"node_modules/old/index.js": "exports.f = () => 2;",
		"tell.js": `
			import { createRequire } from "node:module";
			import { load } from "namesake";
			const told = [];
			const ask = async (name) => told.push(await load(name).then((f) => f(), ({ code }) => code));
			for (let times = 0; times < 3; times++) await ask("lib#f");
			(0, eval)("() => 1");
			await ask("lib#f");
			await import("lib");
			await ask("lib#f");
			await ask("old#f");
			await ask("old#f");
			createRequire(import.meta.url)("old");
			await ask("old#f");
			console.log(JSON.stringify(told));
		`,
	});
	const refused = "FORBIDDEN_MODULE";
	assert.deepEqual(await project.tell("tell.js"), [refused, refused, refused, refused, 1, refused, refused, 2]);
});
