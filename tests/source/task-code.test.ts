/* What tasks run that functions make: its fingerprint and signature, as far as the text shows them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Fingerprint, Fingerprints } from "../../src/source/fingerprint.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles } from "../../src/source/source-file.ts";
import { project } from "../package/project.ts";

const HELPERS = `import { task } from "namesake";
	export const withRetry = (fn) => task(async (...args) => retry(() => fn(...args)));
	export function withUser(fn) { return task(async (id: string) => fn(await find(id))); }
	export function declared(fn) { const run = async (...all) => fn(...all); return task(run); }
	export const greeter = (word: string) => task(async (to: string, late?: boolean) => word + to + late);
	export const plain = (fn) => fn;
	export async function send(to: string): Promise<void> { await deliver(to); }
	export async function post(to: string, copy: boolean) { await deliver(to, copy); }
	export const hello = greeter("hello");
`;

/** The fingerprints of a module's exports, by their names. */
async function fingerprints(text: string): Promise<ReadonlyMap<string, Fingerprint>> {
	const imports = `import { task } from "namesake";
		import { withRetry, withUser, declared, greeter, plain, send, post, hello } from "./helpers.js";
		import { wrap } from "unknown-library";\n`;
	await using p = await project({ "package.json": { name: "app" }, "m.ts": imports + text, "helpers.ts": HELPERS });
	const files = new SourceFiles();
	const file = files.read(p.at("m.ts")) ?? assert.fail();
	const entries = inventory(file, new Kinds(files));
	const prints = new Fingerprints(files);
	return new Map(entries.map((entry) => [entry.path.join("."), prints.of(file, entry)]));
}

describe("the signature of a task that a function makes", () => {
	for (const [expression, expected] of [
		["task(send)", "(to: string) => Promise<void>"],
		["withRetry(send)", "(to: string) => Promise<void>"],
		["withRetry(async (to: string, copy = true) => to)", "(to: string, copy = true)"],
		["task(withRetry(post))", "(to: string, copy: boolean)"],
		["task(plain(post))", "(to: string, copy: boolean)"],
		["withRetry(plain(post))", "(to: string, copy: boolean)"],
		["declared(send)", "(to: string) => Promise<void>"],
		["withUser(post)", "(id: string)"],
		["withRetry(withUser(post))", "(id: string)"],
		["greeter('hi')", "(to: string, late?: boolean)"],
		["task(greeter('hi'))", "(to: string, late?: boolean)"],
		["task(hello)", "(to: string, late?: boolean)"],
		["wrap(send, 3)", "(to: string) => Promise<void>"],
		["wrap(3)", undefined],
	] as const)
		it(expression, async () =>
			assert.equal((await fingerprints(`export const f = ${expression};`)).get("f")?.signature, expected),
		);
});

describe("the fingerprint of a task that a function makes", () => {
	it("is another for other functions, arguments and factories", async () => {
		const expressions = [
			...["send", "post", "withRetry(send)", "withRetry(post)", "declared(send)", "plain(send)", "hello"].map(
				(text) => `task(${text})`,
			),
			...["wrap(send, 1)", "wrap(send, 2)", "wrap(post, 2)", "wrap(1)", "wrap(2)", "greeter('a')", "greeter('b')"],
		];
		const prints = await fingerprints(expressions.map((text, index) => `export const f${index} = ${text};`).join("\n"));
		const bodies = new Map<string | undefined, string>();
		for (const [index, text] of expressions.entries()) {
			const body = prints.get(`f${index}`)?.body;
			assert.equal(bodies.get(body), undefined, text);
			bodies.set(body, text);
		}
	});

	it("stays when the task is renamed, or gets options, or its function another variable", async () => {
		const prints = await fingerprints(`
			const local = async (to) => deliver(to, 1, 2, 3);
			export const a = task(local);
			export const b = task(async (to) => deliver(to, 1, 2, 3), { name: "b" });
			export const c = withRetry(local);
			export const d = withRetry(async (to) => deliver(to, 1, 2, 3));
			export const e = task(withRetry(local), { previously: ["app/m#old"] });
		`);
		assert.equal(prints.get("a")?.body, prints.get("b")?.body);
		assert.equal(prints.get("c")?.body, prints.get("d")?.body);
		assert.equal(prints.get("c")?.body, prints.get("e")?.body);
	});
});
