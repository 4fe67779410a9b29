import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { getFullModulePath } from "../../src/index.ts";
import { app, runNode, told } from "../app.ts";
import { libraryUrl } from "../repository.ts";

test("whatever stands for a module gives its one name", async () => {
	await using p = await app({
		"src/m.js": "export const meta = import.meta;",
		"src/c.cjs": "exports.own = module; exports.file = __filename;",
	});
	const file = p.at("src/m.js");
	const { href } = pathToFileURL(file);
	const { meta } = (await import(href)) as { meta: ImportMeta };
	const { meta: second } = (await import(`${href}?v=2#x`)) as { meta: ImportMeta };
	assert.notEqual(second.url, href);
	for (const mod of [
		meta,
		second,
		href,
		`${href}?v=1`,
		`${href}#part`,
		new URL(`${href}?v=1#part`),
		file,
		{ url: href },
	])
		assert.equal(getFullModulePath(mod), "@acme/app/src/m");
	const { own, file: filename } = (await import(pathToFileURL(p.at("src/c.cjs")).href)).default;
	for (const mod of [own, filename, { filename }]) assert.equal(getFullModulePath(mod), "@acme/app/src/c");
	assert.equal(getFullModulePath(meta, "anything", { packageRoot: p.at("src") }), "./m");
});

test("what is no file has the name that is given, or none", () => {
	for (const mod of ["data:text/javascript,1", "node:fs", "https://x.y/m.js", { filename: null }, { url: "data:," }])
		assert.deepEqual([getFullModulePath(mod), getFullModulePath(mod, "notebook")], ["", "notebook"]);
});

test("in the REPL, in node -e and on standard input", async () => {
	const commonjs = `
		const { getFullModulePath } = require(${JSON.stringify(libraryUrl())});
		console.log(JSON.stringify([getFullModulePath(module), getFullModulePath(module, "here")]));
	`.replaceAll(/\s*\n\s*/g, " ");
	const asModule = `
		const { getFullModulePath } = await import(${JSON.stringify(libraryUrl())});
		console.log(JSON.stringify([getFullModulePath(import.meta), getFullModulePath(import.meta, "here")]));
	`;
	// `require` takes paths, `import` URLs.
	const required = commonjs.replace(/"file:\/\/([^"]+)"/, '"$1"');
	const flag = "--input-type=module";
	assert.deepEqual(told(await runNode(["-e", required])), ["", "here"]);
	assert.deepEqual(told(await runNode([flag, "-e", asModule])), ["", "here"]);
	assert.deepEqual(told(await runNode(["-"], { input: required })), ["", "here"]);
	assert.deepEqual(told(await runNode([flag, "-"], { input: asModule })), ["", "here"]);
	const { stdout } = await runNode(["-i"], { input: required, env: { NODE_REPL_HISTORY: "" } });
	assert.match(stdout, /\["","here"\]/);
});
