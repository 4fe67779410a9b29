/* What the plugin does otherwise in each bundler, at its hooks; the bundlers themselves run it in `npm run test:cells`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import bun from "../../src/plugin/bun.ts";
import { plugin } from "../../src/plugin/core.ts";
import rolldown from "../../src/plugin/rolldown.ts";
import rspack from "../../src/plugin/rspack.ts";
import vite from "../../src/plugin/vite.ts";
import webpack from "../../src/plugin/webpack.ts";
import { project } from "../package/project.ts";

const TEXT = "export const send = () => 1;\n";

interface Hooks {
	configResolved?(config: { command: string }): void;
	readonly vite?: { configResolved(config: { command: string }): void };
	webpack?(compiler: Compiler): void;
	rspack?(compiler: Compiler): void;
	buildStart(): void;
	readonly transform: { handler(this: object, text: string, id: string): { code: string } | undefined };
	readonly load: { handler(): { code: string; moduleSideEffects: boolean } };
	readonly resolveId: { handler(): string };
}

interface Compiler {
	readonly hooks: { readonly watchRun: { tap(name: string, watch: () => void): void } };
}

const hooksFor = (framework: "vite" | "webpack" | "rspack" | "rollup", options = {}): Hooks =>
	plugin.raw(options, { framework } as Parameters<typeof plugin.raw>[1]) as unknown as Hooks;

test("each bundler has its plugin, by name", () => {
	for (const made of [vite, rolldown]) assert.equal(([made()].flat()[0] as { name: string }).name, "namesake");
	assert.equal(typeof (webpack() as { apply: unknown }).apply, "function");
	assert.equal(typeof (rspack() as { apply: unknown }).apply, "function");
	assert.throws(() => bun(), /Bun is not supported in this environment/);
});

test("Vite's development server loads modules one by one, its build makes a bundle", async () => {
	await using fixture = await project({ "package.json": { name: "app", type: "module" }, "src/m.js": TEXT });
	for (const [command, isServed] of [
		["serve", true],
		["build", false],
	] as const) {
		const hooks = hooksFor("vite");
		hooks.vite?.configResolved({ command });
		hooks.buildStart();
		const { code = "" } = hooks.transform.handler.call({}, TEXT, fixture.at("src/m.js")) ?? {};
		assert.match(code, /"app\/src\/m"/);
		const helper = hooks.load.handler();
		assert.equal(helper.moduleSideEffects, isServed);
		assert.equal(/^importWith\(/m.test(helper.code), isServed);
		// What a bundle does not use must be left out: records stand in its expressions.
		assert.equal(/\n;__namesake_record\(/.test(code), isServed, code);
	}
});

test("webpack and Rspack read the helper from the module itself, and watch", async () => {
	await using fixture = await project({ "package.json": { name: "app", type: "module" }, "src/m.js": TEXT });
	for (const framework of ["webpack", "rspack"] as const) {
		const hooks = hooksFor(framework);
		const watchers: (() => void)[] = [];
		hooks[framework]?.({ hooks: { watchRun: { tap: (_, watch) => watchers.push(watch) } } });
		const made = () => hooks.transform.handler.call({}, TEXT, fixture.at("src/m.js"))?.code ?? "";
		const once = made();
		assert.match(once, /from ?"data:text\/javascript,/);
		assert.match(once, /"bundle"/);
		for (const watch of watchers) watch();
		assert.match(made(), /"watched"/);
	}
});

test("what is no module of the project, or is excluded, is left alone", async () => {
	await using fixture = await project({ "package.json": { name: "app", type: "module" }, "src/m.js": TEXT });
	const file = fixture.at("src/m.js");
	const hooks = hooksFor("rollup", { exclude: (path: string) => path.endsWith("excluded.js") });
	const made = (id: string) => hooks.transform.handler.call({}, TEXT, id)?.code;
	for (const id of [`\0${file}`, `${file}?raw`, `${file}?url`, fixture.at("src/m.css"), fixture.at("src/excluded.js")])
		assert.equal(made(id), undefined, id);
	for (const id of [file, `${file}?t=1700000000`, `${file}?v=1`]) assert.notEqual(made(id), undefined, id);
});
