/* A process under Node's permission model has no inspector, and, unless they are allowed, no native add-ons: no parser. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type App, app } from "../app.ts";

const FLAG = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
const FLAGS = [FLAG, "--no-warnings", "--allow-fs-read=*"];

let p: App;
before(async () => {
	p = await app({
		"src/m.js": `
			import { task, TrackedInstance } from "namesake";
			class A extends TrackedInstance {}
			export const direct = new A();
			const make = () => new A();
			export const [made] = [make()];
			export const sent = task((x) => x + 1);
			export function fn(x) { return x + 2; }
		`,
		"src/main.js": `
			import { extractTaskModule, getFullModulePath, importModuleFromFile, isNested, load, parseName } from "namesake";
			import * as m from "./m.js";
			const ask = async (get) => { try { return await get() } catch (error) { return error.code ?? String(error) } };
			const told = { lhs: [], found: [], loaded: [] };
			for (const x of [m.direct, m.made, m.sent]) {
				told.lhs.push(await ask(() => x.lhs));
				told.found.push(await ask(() => x.findLhs()));
			}
			told.module = [await ask(() => m.direct.instantiatedIn), getFullModulePath(import.meta)];
			told.fn = [await ask(() => extractTaskModule(m.fn).name), await ask(() => isNested(m.fn))];
			for (const path of ["direct", "sent", "fn", "none"])
				told.loaded.push(await ask(async () => (await load("@acme/app/src/m#" + path)) === m[path]));
			told.imported = (await ask(() => importModuleFromFile("@acme/app/src/m", process.argv[2]))) === m;
			told.parsed = parseName("a#b").moduleName;
			console.log(JSON.stringify(told));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

/** What needs neither the inspector nor a parser. */
const REST = {
	fn: ["CANNOT_LOCATE", "CANNOT_LOCATE"],
	module: ["@acme/app/src/m", "@acme/app/src/main"],
	loaded: [true, true, true, "EXPORT_NOT_FOUND"],
	imported: true,
	parsed: "a",
};
const NAMES = ["direct", "made", "sent"];

test("with add-ons allowed, instances and tasks have their names, functions are CANNOT_LOCATE, everything loads", async () => {
	const told = await p.tell("src/main.js", { flags: [...FLAGS, "--allow-addons"], args: [p.at("src/m.js")] });
	assert.deepEqual(told, { ...REST, lhs: NAMES, found: NAMES });
});

test("without add-ons there is no parser: never a name, everything still loads", async () => {
	const told = (await p.tell("src/main.js", { flags: FLAGS, args: [p.at("src/m.js")] })) as Record<string, string[]>;
	const { lhs, found, module, ...rest } = told;
	const { module: _, ...expected } = REST;
	assert.deepEqual(rest, expected);
	for (const code of [...(lhs ?? []), ...(found ?? [])]) assert.match(code, /^(?:SOURCE_UNAVAILABLE|CANNOT_LOCATE)$/);
	assert.equal(module?.[1], "@acme/app/src/main");
});
