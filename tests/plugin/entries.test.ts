import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { build } from "esbuild";
import esbuildPlugin from "../../src/plugin/esbuild.ts";
import { app, bundlers } from "./bundle.ts";

const LATER = `
	import { task } from "namesake";
	export const late = task(() => "late");
`;
const ASK = `
	import { extractTaskModule, load } from "namesake";
	const told = await load("@acme/app/src/later#late").then(extractTaskModule, ({ code }) => ({ name: code }));
	console.log(JSON.stringify(told.name));
`;

/** Entries that export nothing themselves, and import a module when it is needed: that module can be loaded by name. */
const ENTRIES = {
	"an entry that imports": 'import "./other.js";\nsetTimeout(() => import("./later.js"), 1e6).unref();\n',
	"an entry without import and export": 'setTimeout(() => import("./later.js"), 1e6).unref();\n',
	"an import with a comment":
		'import "./other.js";\nsetTimeout(() => import /* "later" */ ("./later.js"), 1e6).unref();\n',
};

for (const [name, bundle] of Object.entries(bundlers))
	for (const [what, entry] of Object.entries(ENTRIES))
		test(`${name}: ${what}`, async () => {
			await using project = await app({
				"src/later.js": LATER,
				"src/other.js": "globalThis.other = 1;\n",
				"src/main.js": entry,
				"ask.mjs": `import "./out/main.js";\n${ASK}`,
			});
			await bundle(project, { split: true });
			rmSync(project.at("src"), { recursive: true });
			assert.equal(await project.tell("ask.mjs"), "@acme/app/src/later#late");
		});

test("esbuild: an entry that is CommonJS without exports", async () => {
	await using project = await app({
		"src/later.js": LATER,
		"src/main.cjs": 'require("./other.cjs");\nsetTimeout(() => import("./later.js"), 1e6).unref();\n',
		"src/other.cjs": "globalThis.other = 1;\n",
		"src/main.js": 'import "./main.cjs";\n',
		"ask.mjs": `import "./out/main.js";\n${ASK}`,
	});
	await bundlers["esbuild"]?.(project, { split: true });
	rmSync(project.at("src"), { recursive: true });
	assert.equal(await project.tell("ask.mjs"), "@acme/app/src/later#late");
});

test("esbuild: an entry outside of the root, where no names are", async () => {
	await using project = await app({
		"src/later.js": LATER,
		"main.js": 'setTimeout(() => import("./src/later.js"), 1e6).unref();\n',
		"ask.mjs": `import "./out/main.js";\n${ASK.replace("@acme/app/src/", "./")}`,
	});
	await build({
		absWorkingDir: project.at(),
		entryPoints: ["main.js"],
		bundle: true,
		splitting: true,
		format: "esm",
		outdir: "out",
		external: ["namesake"],
		plugins: [esbuildPlugin({ packageRoot: project.at("src") })],
		logLevel: "silent",
	});
	rmSync(project.at("src"), { recursive: true });
	assert.equal(await project.tell("ask.mjs", { env: { NAMESAKE_PACKAGE_ROOT: project.at("src") } }), "./later#late");
});
