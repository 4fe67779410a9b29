/* Of a module with many exports some are looked up in an index: it must give the names that looking at each of them gives. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { extractTaskModule } from "../../src/tracking/extract-task-module.ts";
import { type project as Project, project } from "../package/project.ts";

const FILLING = Array.from({ length: 60 }, (_, index) => `filling${index}`);

/** What is looked at, beside nothing and beside sixty other exports. */
const modules: Record<string, readonly [esm: string, commonjs: string]> = {
	own: ["export function send() {}", "exports.send = function send() {};"],
	"further names": [
		"const z = () => {}; export { z as y, z as x, z as default };",
		"const z = () => {}; exports.y = z; exports.x = z; exports.default = z;",
	],
	"two variables for one": [
		"export const b = () => {}; export const a = b;",
		"exports.b = () => {}; exports.a = exports.b;",
	],
	"two variables by a call": [
		"const same = (f) => f; export const b = () => {}; export const a = same(b);",
		"const same = (f) => f; exports.b = () => {}; exports.a = same(exports.b);",
	],
	"a variable that is assigned": ["export let a; a = () => {};", "exports.a = undefined; exports.a = () => {};"],
	"a variable that is assigned to another one": [
		"export let a; export const b = () => {}; a = b;",
		"exports.a = undefined; exports.b = () => {}; exports.a = exports.b;",
	],
	"what eval writes": [
		"export let a; export const b = () => {}; eval('a = b');",
		"exports.b = () => {}; eval('exports.a = exports.b');",
	],
	"an anonymous default": ["export default () => {};", "exports.default = () => {};"],
	"a member": ["export const o = { f() {} };", "exports.o = { f() {} };"],
	"what is not exported": [
		"const hidden = () => {}; export const show = () => hidden;",
		"const hidden = () => {}; exports.show = () => hidden;",
	],
	"a getter of a compiler": [
		"export const f = () => {};",
		'const f = () => {}; Object.defineProperty(exports, "f", { enumerable: true, get: function () { return f; } });',
	],
};

/** Every function of the exports and their members, and what they show, with its name or the code of the error. */
function namesOf(exports: Record<string, unknown>): string[] {
	const seen = new Set<unknown>();
	const add = (value: unknown) => {
		if (typeof value === "function") seen.add(value);
	};
	for (const [name, value] of Object.entries(exports)) {
		if (FILLING.includes(name) || name === "module.exports") continue;
		add(value);
		if (typeof value === "object" && value !== null) for (const member of Object.values(value)) add(member);
		if (name === "show") add((value as () => unknown)());
	}
	return [...seen].map((value) => {
		try {
			const { functionName, loadable } = extractTaskModule(value as object);
			return `${functionName} ${loadable}`;
		} catch (error) {
			return String((error as { code?: unknown }).code);
		}
	});
}

describe("many other exports change no name", () => {
	let fixture: Awaited<ReturnType<typeof Project>>;
	const files = Object.entries(modules).flatMap(([what, texts], index) =>
		texts.flatMap((text, kind) =>
			[false, true].map((isLarge) => {
				const filling = FILLING.map((name) =>
					kind === 0 ? `\nexport const ${name} = () => {};` : `\nexports.${name} = () => {};`,
				);
				const file = `src/m${index}-${isLarge ? "large" : "small"}.${kind === 0 ? "mjs" : "cjs"}`;
				return { what, kind, isLarge, file, text: text + (isLarge ? filling.join("") : "") };
			}),
		),
	);
	before(async () => {
		fixture = await project({
			"package.json": { name: "app" },
			...Object.fromEntries(files.map(({ file, text }) => [file, text])),
		});
	});
	after(() => fixture.rm());

	for (const what of Object.keys(modules))
		for (const kind of [0, 1])
			test(`${what}, ${kind === 0 ? "ES module" : "CommonJS"}`, async () => {
				const of = async (isLarge: boolean) => {
					const { file } = files.find(
						(other) => other.what === what && other.kind === kind && other.isLarge === isLarge,
					) as (typeof files)[number];
					const loaded = (await import(pathToFileURL(fixture.at(file)).href)) as Record<string, unknown>;
					return namesOf(kind === 0 ? loaded : (loaded["default"] as Record<string, unknown>));
				};
				const small = await of(false);
				assert.ok(small.length > 0);
				assert.deepEqual(await of(true), small);
			});
});

test("a variable that a call gives a value later is no name of it: another process does not have it there", async () => {
	await using fixture = await project({
		"package.json": { name: "app" },
		...Object.fromEntries(
			[0, 60].map((count) => [
				`m${count}.mjs`,
				`export let a; export const b = () => {}; export const first = () => {}; export const give = () => { a = b; };${FILLING.slice(
					0,
					count,
				)
					.map((name) => `\nexport const ${name} = () => {};`)
					.join("")}`,
			]),
		),
	});
	for (const count of [0, 60]) {
		const loaded = (await import(pathToFileURL(fixture.at(`m${count}.mjs`)).href)) as Record<string, () => void>;
		// The index is made for this one already.
		assert.equal(extractTaskModule(loaded["first"] as object).functionName, "first");
		loaded["give"]?.();
		assert.equal(extractTaskModule(loaded["b"] as object).functionName, "b");
	}
});
