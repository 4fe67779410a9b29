/* Much of everything: modules, frames, threads, text. NAMESAKE_HOSTILE=full is the size that counts, `npm test` has a smaller one. */
import assert from "node:assert/strict";
import { env } from "node:process";
import { test } from "node:test";
import { app } from "../../app.ts";
import { passSetting } from "../../figures.ts";

const isFull = env["NAMESAKE_HOSTILE"] === "full";
const size = (full: number, short: number) => (isFull ? full : short);

const MODULES = size(10_000, 300);
test(`${MODULES} modules: each has its name, and the last is found as fast as the first`, {
	timeout: 300_000,
}, async () => {
	const files: Record<string, string> = {};
	for (let index = 0; index < MODULES; index++)
		files[`src/d${index % 100}/m${index}.js`] =
			`import { task } from "namesake";\nexport const t = task(() => ${index});\nexport function f() { return ${index}; }\n`;
	await using many = await app({
		...files,
		"main.js": `
			import { extractTaskModule, load } from "namesake";
			const all = [];
			for (let i = 0; i < ${MODULES}; i++) all.push(await import(\`./src/d\${i % 100}/m\${i}.js\`));
			const wrong = [];
			for (const [i, m] of all.entries())
				for (const [key, value] of Object.entries(m)) {
					const { name, loadable } = extractTaskModule(value);
					if (name !== \`@acme/app/src/d\${i % 100}/m\${i}#\${key}\` || !loadable || (await load(name)) !== value) wrong.push(name);
				}
			console.log(JSON.stringify({ modules: all.length, wrong }));
		`,
	});
	assert.deepEqual(await many.tell("main.js", { timeout: 280_000 }), { modules: MODULES, wrong: [] });
	passSetting("many modules");
});

test("recursion 10,000 deep, in constructors, factories and data", async () => {
	await using deep = await app({
		"src/m.js": `
			import { task, TrackedInstance } from "namesake";
			class A extends TrackedInstance {}
			const down = (n, make) => (n === 0 ? make() : down(n - 1, make));
			export const made = down(${size(8000, 8000)}, () => new A());
			export const sent = down(8000, () => task(() => 1));
			export let list = { end: new A() };
			for (let i = 0; i < 10_000; i++) list = { next: list };
			export const near = new A();
		`,
		"main.js": `
			import * as m from "./src/m.js";
			import { load } from "namesake";
			const told = [];
			for (const x of [m.made, m.sent, m.near]) told.push(await x.findLhs(), (await load(x.location)) === x);
			const path = "list" + ".next".repeat(10_000) + ".end";
			told.push(await load("@acme/app/src/m#" + path).then(() => "loaded", (error) => error.code));
			let inner = m.list; while (inner.next) inner = inner.next;
			told.push(await inner.end.findLhs().catch((error) => error.code));
			console.log(JSON.stringify(told));
		`,
	});
	const flags = ["--stack-size=3000"];
	const told = (await deep.tell("main.js", { flags })) as string[];
	assert.deepEqual(told.slice(0, 6), ["made", true, "sent", true, "near", true]);
	assert.match(String(told[6]), /^(?:loaded|INVALID_NAME|EXPORT_NOT_FOUND)$/);
	assert.match(String(told[7]), /^(?:NO_LHS|list(?:\.next)+\.end)$/);
	passSetting("recursion 10,000 deep");
});

test("a stack that is full: the host's RangeError, and then everything as before", async () => {
	await using full = await app({
		"src/before.js": `
			const { Error } = globalThis;
			export const keys = ["stackTraceLimit", "prepareStackTrace"];
			export const before = keys.map((key) => Error[key]);
			export { Error };
		`,
		"src/m.js": `
			import "./before.js";
			import { TrackedInstance } from "namesake";
			export class A extends TrackedInstance {}
			const down = (n) => (n === 0 ? ask() : down(n - 1));
			const ask = () => { const made = new A(); try { return made.location } catch (error) { if (error instanceof RangeError) throw error } };
			const fits = (n) => { try { down(n); return true } catch { return false } };
			let low = 0;
			let high = 100_000;
			while (low + 1 < high) {
				const middle = (low + high) >> 1;
				if (fits(middle)) low = middle;
				else high = middle;
			}
			export let thrown;
			try { down(high * 10) } catch (error) { thrown = error.constructor.name }
			// At every distance from the end of the stack.
			for (let n = low - 20; n < low + 100; n++) fits(n);
			export const after = new A();
			export function fn() {}
		`,
		"main.js": `
			import { extractTaskModule } from "namesake";
			import { before, Error, keys } from "./src/before.js";
			import * as m from "./src/m.js";
			const over = () => { try { return over() } catch { try { return extractTaskModule(m.fn).name } catch (error) { return error.constructor.name } } };
			const near = over();
			console.log(JSON.stringify([m.thrown, m.after.lhs, /^(RangeError|@acme.app.src.m#fn)$/.test(near) ? "fine" : near, extractTaskModule(m.fn).loadable, keys.every((key, index) => Error[key] === before[index])]));
		`,
	});
	const flags = ["--stack-size=150"];
	assert.deepEqual(await full.tell("main.js", { flags }), ["RangeError", "after", "fine", true, true]);
	passSetting("a stack that is full");
});

const THREADS = size(100, 6);
test(`${THREADS} worker threads: all have the same names, and all end by themselves`, {
	timeout: 200_000,
}, async () => {
	await using threads = await app({
		"src/m.js": `
			import { task } from "namesake";
			export const sent = task((x) => x + 1);
			export function fn() {}
		`,
		"src/worker.js": `
			import { parentPort } from "node:worker_threads";
			import { extractTaskModule, load } from "namesake";
			import * as m from "./m.js";
			const told = Object.values(m).map((value) => extractTaskModule(value).name);
			for (const name of told) if ((await load(name)) !== m[name.split("#")[1]]) told.push("A LIE");
			parentPort.postMessage(told.join());
		`,
		"main.js": `
			import { Worker } from "node:worker_threads";
			const told = new Set();
			const codes = new Set();
			await Promise.all(Array.from({ length: ${THREADS} }, () => new Promise((resolve, reject) => {
				const worker = new Worker(new URL("./src/worker.js", import.meta.url));
				worker.on("message", (text) => told.add(text));
				worker.on("error", reject);
				worker.on("exit", (code) => { codes.add(code); resolve(); });
			})));
			console.log(JSON.stringify({ told: [...told], codes: [...codes] }));
		`,
	});
	assert.deepEqual(await threads.tell("main.js", { timeout: 180_000 }), {
		told: ["@acme/app/src/m#fn,@acme/app/src/m#sent"],
		codes: [0],
	});
	passSetting("many worker threads");
});

const MEGABYTES = size(20, 2);
test(`a generated module of ${MEGABYTES} MB`, { timeout: 200_000 }, async () => {
	const line = (index: number) =>
		`export function generated${index}(a, b) { return a + b * ${index}; } // ${"x".repeat(40)}\n`;
	const count = (MEGABYTES * 1_000_000) / 110;
	const lines = Array.from({ length: count }, (_, index) => line(index));
	await using big = await app({
		"src/big.js": `import { task } from "namesake";\n${lines.join("")}export const last = task(() => 1);\n`,
		"main.js": `
			import { extractTaskModule, load } from "namesake";
			import * as m from "./src/big.js";
			const told = [];
			for (const key of ["generated0", "generated${Math.floor(count / 2)}", "last"]) {
				const { name, loadable } = extractTaskModule(m[key]);
				told.push(name.replace("@acme/app/src/big#", ""), loadable && (await load(name)) === m[key]);
			}
			console.log(JSON.stringify(told));
		`,
	});
	const middle = `generated${Math.floor(count / 2)}`;
	assert.deepEqual(await big.tell("main.js", { timeout: 180_000 }), ["generated0", true, middle, true, "last", true]);
	passSetting("a large generated module");
});
