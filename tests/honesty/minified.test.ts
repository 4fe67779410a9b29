/* A bundle that was made without the plugin says SOURCE_UNAVAILABLE, however small it is and whoever minified it. One module with counters in it is none. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { build } from "esbuild";
import { lineStarts } from "../../src/source/lines.ts";
import { isMinified } from "../../src/source/minified.ts";
import { readModule } from "../../src/source/module-source.ts";
import { app } from "../app.ts";

const SOURCES = {
	"src/main.mjs": `import { task, extractTaskModule } from "namesake"; import { other } from "./other.mjs";
		export const send = task(async () => 1);
		const ask = (value) => { try { return extractTaskModule(value).name; } catch (error) { return error.code; } };
		console.log(JSON.stringify([ask(send), ask(other)]));`,
	"src/other.mjs": `import { task } from "namesake"; export const other = task(async () => 2);`,
};

describe("a bundle of two modules", () => {
	for (const minify of [
		{ minify: true },
		{ minifyWhitespace: true },
		{ minifyWhitespace: true, sourcemap: "inline" as const },
	])
		test(`esbuild, ${Object.keys(minify).join(" and ")}`, async () => {
			await using p = await app(SOURCES);
			await build({
				entryPoints: [p.at("src/main.mjs")],
				outfile: p.at("out/main.mjs"),
				bundle: true,
				format: "esm",
				platform: "node",
				packages: "external",
				...minify,
			});
			assert.deepEqual(await p.tell("out/main.mjs"), ["SOURCE_UNAVAILABLE", "SOURCE_UNAVAILABLE"]);
		});
});

test("the text tells: minifiers leave no space, people do", () => {
	const judge = (text: string) => isMinified(readModule(text, "js", "module"), lineStarts(text));
	assert.deepEqual(
		[
			'import{task as t}from"namesake";const o=t(()=>1);export{o as send};',
			'import{task as t}from"namesake";var o=t(()=>1),e=t(()=>2);export{o as send,e as other};\n//# sourceMappingURL=main.js.map\n',
			'/*! licence */import{task as t}from"namesake";/*! another */var o=t(()=>1);export{o as send};',
		].map(judge),
		[true, true, true],
	);
	assert.deepEqual(
		[
			'import { task } from "namesake"; export const send = task(() => 1);',
			'import { task } from "namesake";\nexport const send=task(()=>1);\nexport const other=task(()=>2);\n',
			"export const send = () => 1;",
			"",
			"export const a=1",
			"const a = 1;const b = 2;export { a, b };",
			"export default function (code) {};",
			"export function a() {};export function b() {};",
		].map(judge),
		[false, false, false, false, false, false, false, false],
	);
});

test("nyc's compact counters stand in a module, which has its names", async () => {
	await using p = await app({
		"package.json": { name: "@acme/app" },
		"src/jobs.js": "",
		"src/main.js": `
			const { extractTaskModule } = require("namesake");
			console.log(JSON.stringify(extractTaskModule(require("./jobs.js").add).loadable));
		`,
	});
	const file = p.at("src/jobs.js");
	await p.write(
		"src/jobs.js",
		`function cov_1a2b(){var path=${JSON.stringify(file)};var coverageData={path};cov_1a2b=function(){return coverageData};return coverageData}cov_1a2b();exports.add=function add(a,b){return a+b};exports.vat=function vat(){};`,
	);
	assert.equal(await p.tell("src/main.js"), true);
});
