import assert from "node:assert/strict";
import { test } from "node:test";
import { rollup } from "rollup";
import rollupPlugin from "../../src/plugin/rollup.ts";
import { app, bundlers } from "./bundle.ts";

const TELL = `
	const tell = async (ask) => {
		try {
			const { name, loadable } = await ask();
			return loadable === undefined ? "a value" : { name, loadable };
		} catch ({ code, fix, where }) {
			return code;
		}
	};
`;

for (const [name, bundle] of Object.entries(bundlers)) {
	test(`${name}: what the bundle does not know has no name, and its file's name is not taken instead`, async () => {
		await using project = await app({
			"src/jobs.js": `
				import { task, TrackedInstance } from "namesake";
				const local = () => 1;
				const hidden = task(() => 1);
				export const reveal = () => [local, hidden, () => 2, task(() => 3), class {}];
				export const send = () => 1;
				export const box = { changing: () => 1 };
				export const change = () => {
					const before = box.changing;
					box.changing = () => 2;
					return before;
				};
			`,
			"src/main.js": `
				import { extractTaskModule, isReplOrBundle, load } from "namesake";
				import { box, change, reveal, send } from "./jobs.js";
				${TELL}
				const answers = [await tell(() => extractTaskModule(box.changing))];
				for (const value of [change(), box.changing, ...reveal(), send, send.bind(null), Math.max]) answers.push(await tell(() => extractTaskModule(value)));
				for (const name of ["jobs#send", "jobs#local", "jobs#sned", "other#x", "main#tell"])
					answers.push(await tell(() => load("@acme/app/src/" + name)));
				console.log(JSON.stringify({ answers, isBundle: isReplOrBundle() }));
			`,
		});
		await bundle(project, {});
		assert.deepEqual(await project.tell("out/main.js"), {
			answers: [
				{ name: "@acme/app/src/jobs#box.changing", loadable: true },
				"NAME_MISMATCH",
				...[
					"SOURCE_UNAVAILABLE",
					"SOURCE_UNAVAILABLE",
					"SOURCE_UNAVAILABLE",
					"SOURCE_UNAVAILABLE",
					"SOURCE_UNAVAILABLE",
					"SOURCE_UNAVAILABLE",
				],
				{ name: "@acme/app/src/jobs#send", loadable: true },
				...["BOUND_FUNCTION", "NATIVE_FUNCTION"],
				...["a value", "EXPORT_NOT_FOUND", "EXPORT_NOT_FOUND", "MODULE_NOT_FOUND", "MODULE_NOT_FOUND"],
			],
			isBundle: true,
		});
	});

	test(`${name}: what may be another module's function is not given the name of the variable`, async () => {
		await using project = await app({
			"src/jobs.js": `
				import { basename } from "node:path";
				import { task } from "namesake";
				export const native = Math.max ?? (() => 1);
				export const other = globalThis.never ? () => 1 : basename;
				export const own = globalThis.never ? () => 1 : () => 2;
				const make = () => () => 3;
				export const made = make();
				export const o = { native: globalThis.never || Math.min, own() {} };
				export const job = globalThis.never ? task(() => 1) : task(() => 2);
			`,
			"src/main.js": `
				import { extractTaskModule } from "namesake";
				import { job, made, native, o, other, own } from "./jobs.js";
				${TELL}
				const answers = [];
				for (const value of [native, other, own, made, o.native, o.own, job]) answers.push(await tell(() => extractTaskModule(value)));
				console.log(JSON.stringify(answers));
			`,
		});
		await bundle(project, {});
		const named = (path: string) => ({ name: `@acme/app/src/jobs#${path}`, loadable: true });
		const [native, other, own, made, ...members] = (await project.tell("out/main.js")) as unknown[];
		assert.deepEqual(
			[native, own, ...members],
			["NATIVE_FUNCTION", named("own"), "NATIVE_FUNCTION", named("o.own"), named("job")],
		);
		assert.equal(made, "SOURCE_UNAVAILABLE");
		// It is Node's own, written in JavaScript.
		assert.match(String(other), /^(?:UNNAMEABLE|CANNOT_LOCATE|NATIVE_FUNCTION|SOURCE_UNAVAILABLE)$/);
	});

	test(`${name}: without the plugin, names of the bundle's file are refused`, async () => {
		await using project = await app({
			"src/jobs.js":
				'import { task } from "namesake";\nexport const send = () => 1;\nexport const job = task(() => 1);\n',
			"src/main.js": `
				import { extractTaskModule } from "namesake";
				import { send, job } from "./jobs.js";
				${TELL}
				console.log(JSON.stringify([await tell(() => extractTaskModule(send)), await tell(() => extractTaskModule(job))]));
				export { send };
			`,
		});
		await bundle(project, { plugin: false });
		assert.deepEqual(await project.tell("out/main.js"), ["SOURCE_UNAVAILABLE", "SOURCE_UNAVAILABLE"]);
	});

	test(`${name}: two files of one name fail the build, and both are shown`, async () => {
		await using project = await app({
			"package.json": { name: "@acme/app", type: "module", namesake: { roots: { lib: "src" } } },
			"src/jobs.js": "export const send = () => 1;\n",
			"lib/jobs.js": "export const send = () => 2;\n",
			"src/main.js": 'export { send } from "./jobs.js";\nexport { send as other } from "../lib/jobs.js";\n',
		});
		await assert.rejects(
			bundle(project, {}),
			/DUPLICATE_NAME[\s\S]*src\/jobs\.js[\s\S]*lib\/jobs\.js|DUPLICATE_NAME[\s\S]*lib\/jobs\.js[\s\S]*src\/jobs\.js/,
		);
	});

	test(`${name}: two bundles with the same module in one process are told, as soon as it matters`, async () => {
		await using project = await app({
			"src/jobs.js": "export const send = () => 1;\n",
			"src/main.js": 'export { send } from "./jobs.js";\n',
			"both.js": `
				import { extractTaskModule, load } from "namesake";
				import { send } from "./out/main.js";
				import { send as copy } from "./copy/main.js";
				${TELL}
				console.log(JSON.stringify([
					await tell(() => extractTaskModule(send)), await tell(() => extractTaskModule(copy)),
					await tell(() => load("@acme/app/src/jobs#send")),
				]));
			`,
		});
		await project.write("copy/main.js", (await bundle(project, {})).text);
		assert.deepEqual(await project.tell("both.js"), ["DUPLICATE_NAME", "DUPLICATE_NAME", "DUPLICATE_NAME"]);
	});

	test(`${name}: an error in a bundled task is shown where its author has written it`, async () => {
		const jobs = [
			'import { task } from "namesake";',
			"export function plain() { throw new Error('from plain'); }",
			"export const arrow = () => { throw new Error('from arrow'); };",
			"export const job = task(() => { throw new Error('from job'); });",
			"export const expression = () => fail('from expression');",
			"function fail(text) { throw new Error(text); }",
		];
		await using project = await app({
			"src/jobs.js": `${jobs.join("\n")}\n`,
			"src/main.js": `
				import * as jobs from "./jobs.js";
				const frames = [];
				for (const name of ["plain", "arrow", "job", "expression"])
					try { jobs[name](); } catch ({ stack }) { frames.push(stack.split("\\n").slice(1, 3).map((line) => /jobs\\.js:\\d+:\\d+/.exec(line)?.[0])); }
				console.log(JSON.stringify(frames));
			`,
		});
		await bundle(project, {});
		const at = (line: number, text: string) => `jobs.js:${line + 1}:${(jobs[line] ?? "").indexOf(text) + 1}`;
		const frames = (await project.tell("out/main.js", { flags: ["--enable-source-maps"] })) as (string | null)[][];
		assert.deepEqual(
			frames.map(([first]) => first),
			[at(1, "new Error"), at(2, "new Error"), at(3, "new Error"), at(5, "new Error")],
		);
		assert.equal(frames[3]?.[1], at(4, "fail("));
	});
}

test("a module that can't be parsed is left as it is, with a warning that names it", async () => {
	await using project = await app({
		"src/flow.js": "export const broken = (n: number %checks) => 1;\n",
		"src/main.js": 'export { broken } from "./flow.js";\n',
	});
	const warnings: string[] = [];
	const bundle = await rollup({
		input: project.at("src/main.js"),
		plugins: [
			rollupPlugin(),
			// What comes later makes a program of it.
			{ name: "flow", transform: (text) => ({ code: text.replace(": number %checks", ""), map: null }) },
		],
		onwarn: ({ message }) => void warnings.push(message),
	});
	const [chunk] = (await bundle.generate({ format: "es" })).output;
	assert.equal(chunk.code, "const broken = (n) => 1;\n\nexport { broken };\n");
	assert.equal(warnings.length, 1);
	assert.match(warnings[0] ?? "", /namesake skipped .*src\/flow\.js.*SOURCE_UNAVAILABLE/);
});
