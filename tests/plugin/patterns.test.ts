import assert from "node:assert/strict";
import { test } from "node:test";
import { app, bundlers } from "./bundle.ts";

const JOBS = `
	import { task } from "namesake";
	const make = () => ({ first: task(() => "first"), x: task(() => "x"), y: [task(() => "y")], other: 1, more: task(() => "more") });
	export const { first, x: renamed, y: [inner], ...rest } = make()
	export let [, second] = [0, task(() => "second")], third = second;
	const { more } = make(), again = more;
	export { more, again as alias };
	export let { other, first: late } = make();
	export function setOther(value) { other = value; }
	export const { missing = task(() => "missing"), computed = missing } = {};
	export const { length, name: called } = (() => 1);
`;
const MAIN = `
	import { extractTaskModule, load } from "namesake";
	import * as jobs from "./jobs.js";
	const names = await Promise.all([jobs.first, jobs.renamed, jobs.inner, jobs.second, jobs.more, jobs.late, jobs.missing].map(async (task) => {
		const { name } = extractTaskModule(task);
		return [name.split("#")[1], task(), (await load(name)) === task];
	}));
	jobs.setOther(2);
	console.log(JSON.stringify({
		names,
		keys: Object.keys(jobs).sort(),
		others: [Object.keys(jobs.rest), jobs.third === jobs.second, jobs.alias === jobs.more, jobs.other, jobs.computed === jobs.missing, jobs.length, jobs.called],
	}));
`;

for (const [name, bundle] of Object.entries(bundlers))
	for (const minify of name === "rollup" ? [false] : [false, true])
		test(`${name}${minify ? ", minified" : ""}: what a pattern takes apart has its names, and nothing else changes`, async () => {
			await using project = await app({ "src/jobs.js": JOBS, "src/main.js": MAIN });
			const unbundled = (await project.tell("src/main.js")) as { names: unknown; others: unknown[] };
			await bundle(project, { minify });
			const bundled = (await project.tell("out/main.js")) as { names: unknown; others: unknown[] };
			assert.deepEqual(bundled, unbundled);
			assert.deepEqual(bundled.names, [
				["first", "first", true],
				["renamed", "x", true],
				["inner", "y", true],
				["second", "second", true],
				["more", "more", true],
				["late", "first", true],
				["missing", "missing", true],
			]);
			assert.deepEqual(bundled.others, [["other", "more"], true, true, 2, true, 0, ""]);
		});

for (const [name, bundle] of Object.entries(bundlers))
	test(`${name}: what nothing uses of a pattern is left out, if it would be without the plugin`, async () => {
		await using project = await app({
			"src/jobs.js": `
				export const used = () => 1;
				export const [unused] = [() => "left out"];
				const [unlisted] = [() => "left out"];
				export { unlisted };
			`,
			"src/main.js": 'import { used } from "./jobs.js";\nconsole.log(used());\n',
		});
		for (const plugin of [false, true])
			assert.doesNotMatch((await bundle(project, { plugin })).text, /left out/, plugin ? "with" : "without");
	});
