import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { app } from "../app.ts";
import { inRepository } from "../repository.ts";

/** Bun's `plugin` is played; Bun itself runs the preload in `npm run test:cells`. */
const PROGRAM = `
	import { registerWithBun } from ${JSON.stringify(pathToFileURL(inRepository("dist", "register", "bun.js")).href)};
	const hooks = [];
	registerWithBun({ plugin: ({ setup }) => setup({ onLoad: (match, load) => hooks.push([match.filter, load]) }) });
	const answers = {};
	for (const path of process.argv.slice(2)) {
		const hook = hooks.find(([filter]) => filter.test(path));
		answers[path] = hook === undefined ? "not matched" : hook[1]({ path });
	}
	console.log(JSON.stringify(answers));
`;

const FILES = {
	"src/jobs.ts": "export const send = (to: string) => to;\n",
	"src/view.tsx": "export const View = () => <p>{1}</p>;\n",
	"src/plain.js": "export const plain = () => 1;\n",
	"src/page.jsx": "export const Page = () => <p>{1}</p>;\n",
	"src/nothing.mjs": "console.log(1);\n",
	"src/left.cjs": "exports.left = () => 1;\n",
	"src/left.cts": "exports.left = () => 1;\n",
	"src/hidden.ts": "module.exports = { hidden: () => 1 };\n",
	"src/text.json": "{}",
	"old/package.json": JSON.stringify({ name: "old" }),
	"old/left.js": "exports.left = () => 1;\n",
	"old/typed.ts": "export const typed = () => 1;\n",
	"broken/package.json": "{",
	"broken/left.js": "exports.left = () => 1;\n",
	"node_modules/dep/package.json": JSON.stringify({ name: "dep", type: "module" }),
	"node_modules/dep/index.js": "export const dep = () => 1;\n",
};

test("with Bun, what is an ES module by its extension or package is recorded, and CommonJS is left alone", async () => {
	await using p = await app({ "src/main.js": PROGRAM, ...FILES });
	const paths = Object.keys(FILES).map((path) => p.at(path));
	const answers = (await p.tell("src/main.js", { args: paths })) as Record<
		string,
		"not matched" | { contents: string; loader: string }
	>;
	const told = (path: string) => {
		const answer = answers[p.at(path)];
		if (answer === undefined || typeof answer === "string") return answer;
		const text = (FILES as Record<string, string>)[path] ?? "";
		const isRecorded = answer.contents.startsWith("import") && answer.contents.includes(text.trim());
		return [answer.loader, isRecorded ? "recorded" : answer.contents === text ? "as it is" : answer.contents];
	};
	assert.deepEqual(told("src/jobs.ts"), ["ts", "recorded"]);
	assert.deepEqual(told("src/view.tsx"), ["tsx", "recorded"]);
	assert.deepEqual(told("src/plain.js"), ["js", "recorded"]);
	assert.deepEqual(told("src/page.jsx"), ["jsx", "recorded"]);
	assert.deepEqual(told("src/nothing.mjs"), ["js", "as it is"]);
	assert.deepEqual(told("old/typed.ts"), ["ts", "recorded"]);
	for (const path of [
		"src/left.cjs",
		"src/left.cts",
		"src/text.json",
		"old/left.js",
		"broken/left.js",
		"node_modules/dep/index.js",
	])
		assert.equal(told(path), "not matched", path);

	// Bun would not run it, and not say so.
	const hidden = answers[p.at("src/hidden.ts")];
	assert.ok(typeof hidden === "object");
	await p.write("src/hidden.mjs", hidden.contents);
	const { code, stderr } = await p.run("src/hidden.mjs");
	assert.equal(code, 1);
	assert.match(
		stderr,
		/hidden\.ts is CommonJS, which Bun does not run when it comes from a loader hook\. Name it \.cts/,
	);
});

test("with Bun, a folder without any package is left alone", async () => {
	await using p = await app({ "package.json": "", "src/main.js": PROGRAM, "src/jobs.ts": "export const a = () => 1;" });
	const { rm } = await import("node:fs/promises");
	await rm(p.at("package.json"));
	await p.write("src/main.mjs", PROGRAM);
	assert.deepEqual(await p.tell("src/main.mjs", { args: [p.at("src/jobs.ts")] }), {
		[p.at("src/jobs.ts")]: "not matched",
	});
});
