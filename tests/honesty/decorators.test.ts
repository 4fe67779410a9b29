/* A decorated class is compiled to a function that is called at once; the class in it is at the top level all the same. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { app, runNode, TSX } from "../app.ts";
import { inRepository } from "../repository.ts";
import { assertLoadable, SHARED, type Told } from "./probe.ts";

const TSC = inRepository("node_modules/typescript/bin/tsc");

describe("standard decorators, compiled by tsc", () => {
	for (const target of ["es2022", "es2017"])
		test(target, async () => {
			await using p = await app({
				"tsconfig.json": {
					compilerOptions: { module: "nodenext", target, rootDir: "src", outDir: "dist", noCheck: true, types: [] },
					include: ["src"],
				},
				"dist/probe.js": SHARED["probe.js"] ?? "",
				"src/d.ts": `
					import { isNested, load, tracked } from "namesake";
					// @ts-ignore
					import { tellNow } from "./probe.js";
					const same = (method: unknown, _context: unknown) => method as never;
					@tracked export class D1 { static s() {} m() {} }
					export const d1 = new D1();
					@tracked class Hidden { m() {} }
					export const hidden = new Hidden();
					export class D3 { @same m() {} n() {} }
					export const nested = () => { @tracked class Inner {} return Inner; };
					setImmediate(async () => {
						const told: Record<string, unknown> = {};
						for (const [key, value] of Object.entries({ D1, s: D1.s, m1: D1.prototype.m, d1, Hidden, hidden, D3, m3: D3.prototype.m, n3: D3.prototype.n }))
							told[key] = tellNow(value);
						const now = { ...told };
						told.isNested = [D1, Hidden, D3, D3.prototype.m].map(isNested);
						told.inner = isNested(nested());
						told.loaded = [(await load("@acme/app/src/d#D1")) === D1, (await load("@acme/app/src/d#d1")) === d1];
						console.log(JSON.stringify(told));
					});
				`,
			});
			const compiled = await runNode([TSC, "-p", p.at("tsconfig.json")]);
			assert.deepEqual(compiled, { stdout: "", stderr: "", code: 0 });
			assert.deepEqual(await p.tell("dist/d.js"), {
				D1: "D1",
				s: "D1.s",
				m1: "D1.prototype.m",
				d1: "d1",
				Hidden: "not loadable: Hidden",
				hidden: "hidden",
				D3: "D3",
				m3: "D3.prototype.m",
				n3: "D3.prototype.n",
				isNested: [false, false, false, false],
				inner: true,
				loaded: [true, true],
			});
		});
});

test("a constructor of a tracked class that gives back its first instance makes it once", async () => {
	const single = `
		let only;
		export const Single = tracked(class Single { constructor() { if (only !== undefined) return only; only = this; } });
		export const first = new Single();
	`;
	await using p = await app({
		...SHARED,
		"ready.js": `import { tracked } from "namesake"; ${single}`,
		"waiting.js": `import { tracked } from "namesake"; await 0; ${single}`,
		"again.js": `
			import * as ready from "./ready.js";
			import * as waiting from "./waiting.js";
			export const a = new ready.Single(), b = new waiting.Single();
		`,
		"main.js": `
			import { tell, tellNow } from "./probe.js";
			import * as ready from "./ready.js";
			import * as waiting from "./waiting.js";
			import * as again from "./again.js";
			if (again.a !== ready.first || again.b !== waiting.first) throw new Error("not the same");
			setImmediate(async () => {
				const same = new ready.Single() === ready.first && new waiting.Single() === waiting.first;
				const told = await tell({ ready: ready.first, waiting: waiting.first });
				console.log(JSON.stringify({ same, told, modules: [ready.first.instantiatedIn, waiting.first.location] }));
			});
		`,
	});
	const { same, told, modules } = (await p.tell("main.js")) as { same: boolean; told: never; modules: string[] };
	assert.equal(same, true);
	assertLoadable(told, { ready: "first", waiting: "first" });
	assert.deepEqual(modules, ["@acme/app/ready", "@acme/app/waiting#first"]);
});

describe("static members that decorators make tasks", () => {
	const text = `
		import { task } from "namesake";
		import { tell } from "./probe.js";
		const job = (target: any, { kind }: { kind: string }): any => kind === "field" ? (run: any) => task(run) : task(target);
		export class Jobs {
			@job static send() { return "send"; }
			@job static pay() { return "pay"; }
			@job static one = () => "one";
			@job static two = () => "two";
		}
		setImmediate(async () => {
			const { send, pay, one, two } = Jobs;
			console.log(JSON.stringify(await tell({ send, pay, one, two })));
		});
	`;
	const files = { "src/probe.js": SHARED["probe.js"] ?? "", "src/d.ts": text };
	const paths = { send: "Jobs.send", pay: "Jobs.pay", one: "Jobs.one", two: "Jobs.two" };

	test("compiled by esbuild, through tsx", async () => {
		await using p = await app(files);
		assertLoadable((await p.tell("src/d.ts", { flags: ["--import", TSX] })) as Told, paths);
	});

	test("compiled by tsc", async () => {
		await using p = await app({
			...files,
			"dist/probe.js": SHARED["probe.js"] ?? "",
			"tsconfig.json": {
				compilerOptions: {
					module: "nodenext",
					target: "es2022",
					rootDir: "src",
					outDir: "dist",
					noCheck: true,
					types: [],
				},
				files: ["src/d.ts"],
			},
		});
		await runNode([TSC, "-p", p.at("tsconfig.json")]);
		assertLoadable((await p.tell("dist/d.js")) as Told, paths);
	});
});
