import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { importModuleFromFile, load, NamesakeError } from "../../src/index.ts";
import { app } from "../app.ts";
import { coded } from "../package/project.ts";

test("it is the module that import() gives, whether that came before or comes after", async () => {
	await using p = await app({ "src/a.js": "export const made = {};", "src/b.js": "export const made = {};" });
	const href = (path: string) => pathToFileURL(p.at(path)).href;
	const before = await import(href("src/a.js"));
	assert.equal(await importModuleFromFile("@acme/app/src/a", p.at("src/a.js")), before);
	const first = await importModuleFromFile("@acme/app/src/b", relative(process.cwd(), p.at("src/b.js")));
	assert.equal(await import(href("src/b.js")), first);
});

test("a CommonJS module is the one that require() gives", async () => {
	await using p = await app({ "src/c.cjs": "module.exports = { send() {} };" });
	const required = createRequire(import.meta.url)(p.at("src/c.cjs"));
	const imported = await importModuleFromFile("@acme/app/src/c", p.at("src/c.cjs"));
	assert.equal(imported["default"], required);
	assert.equal(imported["send"], required.send);
});

test("what a getter gives is no value, and the name that was asked for is not near to itself", async () => {
	await using p = await app({
		"src/a.js": "const c = () => 1; export const jobs = { get charge() { return c; }, charged: c };",
	});
	const error = await load("./src/a#jobs.charge", { packageRoot: p.at("") }).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	assert.ok(error instanceof NamesakeError);
	assert.deepEqual([error.code, error.nearest], ["EXPORT_NOT_FOUND", ["./src/a#jobs.charged"]]);
});

test("another module's file, no file, a folder", async () => {
	await using p = await app({ "src/a.js": "globalThis.acmeWasRun = true;" });
	const load = (name: string, file: string) => importModuleFromFile(name, p.at(file));
	await assert.rejects(
		load("@acme/app/src/b", "src/a.js"),
		coded("NAME_MISMATCH", "@acme/app/src/a", p.at("src/a.js")),
	);
	await assert.rejects(load("@acme/app/src/b", "src/b.js"), coded("MODULE_NOT_FOUND", p.at("src/b.js")));
	await assert.rejects(load("@acme/app/src", "src"), coded("MODULE_NOT_FOUND"));
	assert.equal("acmeWasRun" in globalThis, false);
});

test("a module that throws, throws the same again; one that does not parse is named", async () => {
	await using p = await app({
		"src/throws.js": "throw new TypeError('boom\\nsecond line');",
		"src/text.js": "throw 'a text';",
		"src/broken.js": "export const = 1;",
	});
	const attempt = async (name: string) => {
		try {
			return await importModuleFromFile(`@acme/app/src/${name}`, p.at(`src/${name}.js`));
		} catch (error) {
			assert.ok(error instanceof NamesakeError && error.code === "MODULE_FAILED");
			return error;
		}
	};
	const [first, second] = [await attempt("throws"), await attempt("throws")];
	assert.ok(first["cause"] instanceof TypeError);
	assert.equal(second["cause"], first["cause"]);
	assert.match(String(first["why"]), /^loading it threw TypeError: boom$/);
	assert.equal((await attempt("text"))["cause"], "a text");
	assert.match(String((await attempt("broken"))["why"]), /SyntaxError/);
});

test("the name counts below the root that is set", async () => {
	await using p = await app({ "src/a.js": "export const a = 1;" });
	const { a } = await importModuleFromFile("./a", p.at("src/a.js"), { packageRoot: p.at("src") });
	assert.equal(a, 1);
});
