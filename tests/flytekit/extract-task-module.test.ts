/* test_extract_task_module, the six cases, and the golden values of Python where JavaScript has the same thing. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

let p: App;
let told: Record<string, unknown>;

before(async () => {
	p = await app({
		"node_modules/lib/package.json": { name: "lib", type: "module", exports: "./index.js" },
		"node_modules/lib/index.js": "export function helper() {}",
		"src/package/index.js": "export { method } from './impl.js'; export const inInit = () => 1;",
		"src/package/impl.js": "export function method() {}",
		"src/other.js": `
			import { TrackedInstance } from "namesake";
			export class A extends TrackedInstance {}
			export function convert() {}
		`,
		"src/main.js": `
			import { extractTaskModule, load, TrackedInstance } from "namesake";
			import { helper } from "lib";
			import { A, convert } from "./other.js";
			import { inInit, method } from "./package/index.js";
			export function local() {}
			class Own extends TrackedInstance {}
			export const own = new Own();
			export const imported = new A();
			export class Service { handle() {} static create() {} }
			export const lambda = (x) => x;
			export const z = local;
			export const twice = () => 1;
			export { twice as alias };
			const code = (f) => { try { return extractTaskModule(f).name } catch (error) { return error.code } };
			export async function ask() {
				const told = {};
				for (const [key, f] of Object.entries({ local, helper, convert, method, own, imported, inInit, lambda, twice,
					meth: Service.prototype.handle, static: Service.create }))
				{
					const { name, moduleName, functionName, fullPath, loadable } = extractTaskModule(f);
					told[key] = [name, moduleName, functionName, fullPath, loadable,
						(await load(name, { allow: "lib" })) === f];
				}
				told.bound = code(new Service().handle.bind(null));
				told.partial = code(local.bind(null, 1));
				told.callable = code({ call() {} });
				told.builtin = code(Array.prototype.map);
				told.inList = code([() => 1][0]);
				return told;
			}
			setImmediate(async () => console.log(JSON.stringify(await ask())));
		`,
	});
	told = (await p.tell("src/main.js")) as typeof told;
});
after(() => p[Symbol.asyncDispose]());

/** What upstream returns: the name, the module, the name in it, the file. */
function expected(file: string, moduleName: string, path: string): unknown[] {
	return [`${moduleName}#${path}`, moduleName, path, p.at(file), true, true];
}

describe("test_extract_task_module", () => {
	const cases = {
		"a function of the module itself, which is the main program": [
			"local",
			"src/main.js",
			"@acme/app/src/main",
			"local",
		],
		"a function of a library": ["helper", "node_modules/lib/index.js", "lib", "helper"],
		"a function of another module": ["convert", "src/other.js", "@acme/app/src/other", "convert"],
		"a re-exported function has the name of its origin": [
			"method",
			"src/package/impl.js",
			"@acme/app/src/package/impl",
			"method",
		],
		"a tracked instance": ["own", "src/main.js", "@acme/app/src/main", "own"],
		"an instance of an imported class": ["imported", "src/main.js", "@acme/app/src/main", "imported"],
		"`__init__` is index, and stays": ["inInit", "src/package/index.js", "@acme/app/src/package/index", "inInit"],
		"a lambda has the name of its variable": ["lambda", "src/main.js", "@acme/app/src/main", "lambda"],
		"a method keeps its class": ["meth", "src/main.js", "@acme/app/src/main", "Service.prototype.handle"],
		"and so does a static method": ["static", "src/main.js", "@acme/app/src/main", "Service.create"],
		"of two names, the own one, not the first in the alphabet": ["twice", "src/main.js", "@acme/app/src/main", "twice"],
	} as const;
	for (const [title, [key, file, moduleName, path]] of Object.entries(cases))
		test(title, () => assert.deepEqual(told[key], expected(file, moduleName, path)));

	test("what has no name is refused with a code, where Python has an AttributeError", () => {
		assert.deepEqual(
			[told["bound"], told["partial"], told["callable"], told["builtin"]],
			["BOUND_FUNCTION", "BOUND_FUNCTION", "UNNAMEABLE", "NATIVE_FUNCTION"],
		);
		assert.equal(told["inList"], "@acme/app/src/main#ask/[0]");
	});
});
