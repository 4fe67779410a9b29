/* Whatever a module throws or exports, what load() throws is a NamesakeError. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { app } from "../app.ts";

const thrown: Record<string, string> = {
	nullPrototype: "Object.create(null)",
	message: 'Object.defineProperty(new Error(), "message", { get() { throw new Error("message"); } })',
	name: 'Object.defineProperty(new Error(), "name", { get() { throw new Error("name"); } })',
	noText: "{ [Symbol.toPrimitive]() { throw 1; } }",
	symbolMessage: 'Object.assign(new Error(), { message: Symbol("message") })',
	symbol: 'Symbol("thrown")',
	nothing: "undefined",
	revoked: "(({ proxy, revoke }) => (revoke(), proxy))(Proxy.revocable({}, {}))",
	hostile: "new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 1; } })",
};

const paths: Record<string, readonly string[]> = {
	"keys.x": ["EXPORT_NOT_FOUND"],
	"descriptor.x": ["EXPORT_NOT_FOUND"],
	"revoked.proxy.x": ["EXPORT_NOT_FOUND"],
	"revoked.proxy": ["UNNAMEABLE"],
	"getter.x": ["UNNAMEABLE"],
};

let told: { thrown: Record<string, string[]>; paths: Record<string, string> };
before(async () => {
	const files: Record<string, string> = {
		"proxies.js": `
			const no = () => { throw new Error("trap"); };
			export const keys = new Proxy({}, { ownKeys: no });
			export const descriptor = new Proxy({}, { getOwnPropertyDescriptor: no });
			export const revoked = Proxy.revocable({}, {});
			revoked.revoke();
			export const getter = { x: new Proxy({}, { get: no }) };
		`,
		"main.js": `
			import { importModuleFromFile, load, NamesakeError } from "namesake";
			import { fileURLToPath } from "node:url";
			const code = (error) => error instanceof NamesakeError ? error.code + (typeof error.message === "string" ? "" : "?") : "NOT CODED";
			const told = { thrown: {}, paths: {} };
			for (const file of ${JSON.stringify(Object.keys(thrown))}) {
				const path = fileURLToPath(new URL("./" + file + ".js", import.meta.url));
				told.thrown[file] = [
					await load("@acme/app/" + file + "#x").then(() => "no error", code),
					await importModuleFromFile("@acme/app/" + file, path).then(() => "no error", code),
				];
			}
			for (const path of ${JSON.stringify(Object.keys(paths))})
				told.paths[path] = await load("@acme/app/proxies#" + path).then(() => "no error", code);
			console.log(JSON.stringify(told));
		`,
	};
	for (const [name, value] of Object.entries(thrown)) files[`${name}.js`] = `export const x = 1; throw ${value};`;
	await using p = await app(files);
	told = (await p.tell("main.js")) as typeof told;
});

for (const name of Object.keys(thrown))
	test(`a module that throws ${name}`, () => assert.deepEqual(told.thrown[name], ["MODULE_FAILED", "MODULE_FAILED"]));

for (const [path, codes] of Object.entries(paths))
	test(`the path ${path} through a proxy that refuses`, () =>
		assert.ok(codes.includes(told.paths[path] ?? ""), told.paths[path]));
