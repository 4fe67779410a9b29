import assert from "node:assert/strict";
import { hostname } from "node:os";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { commandProject } from "./command.ts";

const FILES = {
	"src/m.ts": `import { task } from "namesake";
export { far } from "./far.js";
throw new Error("it was run");
function send() {}
export { send as mail, send };
export const jobs = { t: task(() => 1), "a b": [() => 1] };
const hidden = () => { function inner() {} };
export const app = make();
`,
	"src/far.ts": "\nexport const near = () => 1;\nexport { near as far };\n",
	"src/a b#c.ts": "export default () => 1;\n",
	"node_modules/lib/package.json": { name: "lib", type: "module" },
	"node_modules/lib/x.js": "export const y = 1;\n",
	"src/broken.ts": "export const = 1;\n",
	"dist/m.js": "export const send = 1;\n",
	"tsconfig.json": { compilerOptions: { outDir: "dist", rootDir: "src" }, include: ["src"] },
};

describe("namesake where", () => {
	it("prints file:line:column of a name, or of file#path, and runs nothing", async () => {
		await using project = await commandProject(FILES);
		for (const [asked, place] of [
			["app/src/m#send", "src/m.ts:4:10"],
			["app/src/m#mail", "src/m.ts:4:10"],
			["src/m.ts#jobs.t", "src/m.ts:6:23"],
			['src/m.ts#jobs["a b"][0]', "src/m.ts:6:49"],
			["app/src/m#hidden", "src/m.ts:7:7"],
			["app/src/m#hidden/inner", "src/m.ts:7:33"],
			["app/src/m#app", "src/m.ts:8:14"],
			["app/src/m#far", "src/far.ts:2:14"],
			["app/src/a b%23c#default", "src/a b#c.ts:1:16"],
			["src/a b#c.ts#default", "src/a b#c.ts:1:16"],
			["dist/m.js#send", "src/m.ts:4:10"],
		] as const)
			assert.deepEqual(project.namesake(["where", asked]), { code: 0, stdout: `${place}\n`, stderr: "" }, asked);
		const below = project.namesake(["where", "app/src/m#send"], { cwd: "src" });
		assert.equal(below.stdout, "m.ts:4:10\n");
	});

	it("--json: the value's own name and its place", async () => {
		await using project = await commandProject(FILES);
		const told = (asked: string): unknown => JSON.parse(project.namesake(["where", "--json", asked]).stdout);
		assert.deepEqual(told("app/src/m#mail"), { name: "app/src/m#send", file: "src/m.ts", line: 4, column: 10 });
		assert.deepEqual(told("app/src/m#far"), { name: "app/src/far#near", file: "src/far.ts", line: 2, column: 14 });
	});

	it("is a link to the file where the terminal has links", async () => {
		await using project = await commandProject(FILES);
		const { stdout } = project.namesake(["where", "src/a b#c.ts#default"], { env: { FORCE_HYPERLINK: "1" } });
		const url = pathToFileURL(project.at("src/a b#c.ts"));
		url.hostname = hostname();
		assert.match(url.href, /\/src\/a%20b%23c\.ts$/);
		assert.equal(stdout, `\u001b]8;;${url.href}\u001b\\src/a b#c.ts:1:16\u001b]8;;\u001b\\\n`);
		const json = project.namesake(["where", "--json", "app/src/m#send"], { env: { FORCE_HYPERLINK: "1" } });
		assert.doesNotMatch(json.stdout, /\u001b/);
	});

	it("follows a previous name, of the lock or of the code, and finds a name of one's own", async () => {
		await using project = await commandProject({
			"src/m.js": `import { task } from "namesake";
export const deliver = task(() => 1);
export const clean = task(() => 2, { name: "clean-up", previously: ["app/src/old#clean"] });
`,
			"namesake.lock.json": {
				version: 1,
				names: [
					{ name: "app/src/m#deliver", kind: "task", previous: ["app/src/m#send"] },
					{ name: "app/src/m#gone", kind: "task", removed: true },
				],
			},
		});
		for (const [asked, place, says] of [
			[
				"app/src/m#send",
				"src/m.js:2:14",
				"notice[NAME_RENAMED]: app/src/m#send is a previous name of app/src/m#deliver\n",
			],
			[
				"src/m.js#send",
				"src/m.js:2:14",
				"notice[NAME_RENAMED]: app/src/m#send is a previous name of app/src/m#deliver\n",
			],
			[
				"app/src/old#clean",
				"src/m.js:3:14",
				"notice[NAME_RENAMED]: app/src/old#clean is a previous name of app/src/m#clean\n",
			],
			["clean-up", "src/m.js:3:14", ""],
		] as const)
			assert.deepEqual(project.namesake(["where", asked]), { code: 0, stdout: `${place}\n`, stderr: says }, asked);
		const { stdout, stderr } = project.namesake(["where", "--json", "app/src/old#clean"]);
		assert.equal((JSON.parse(stdout) as { name: string }).name, "clean-up");
		assert.match(stderr, /previous name/);
		const gone = project.namesake(["where", "app/src/m#gone"]);
		assert.deepEqual([gone.code, gone.stdout], [2, ""]);
		assert.match(gone.stderr, /^error\[EXPORT_NOT_FOUND\]: [\s\S]*it was removed/);
		const explained = project.namesake(["explain", "app/src/m#send"]);
		assert.match(explained.stdout, /^app\/src\/m#deliver\n/);
		assert.match(explained.stderr, /^notice\[NAME_RENAMED\]: app\/src\/m#send is a previous name/);
	});

	it("says what it can't tell: 2 for a wrong question, 1 for what only running it would show", async () => {
		await using project = await commandProject(FILES);
		for (const [asked, code, says] of [
			["app/src/m#sned", 2, /^error\[EXPORT_NOT_FOUND\]: [\s\S]*nearest: app\/src\/m#send/],
			["app/src/mm#send", 2, /^error\[MODULE_NOT_FOUND\]: /],
			["oxc-parser/x#y", 2, /^error\[MODULE_NOT_FOUND\]: /],
			["lib/x#y", 2, /^error\[FORBIDDEN_MODULE\]: /],
			["./src/none.ts#send", 2, /^error: there is no file \.\/src\/none\.ts/],
			["nonsense", 2, /^error\[INVALID_NAME\]: /],
			["app/src/m#app.one", 1, /^error\[LHS_UNPROVEN\]: [\s\S]*> 8 \|/],
			["src/broken.ts#x", 1, /^error\[SOURCE_UNAVAILABLE\]: [\s\S]*> 1 \| export const =/],
		] as const) {
			const answer = project.namesake(["where", asked]);
			assert.deepEqual([answer.code, answer.stdout], [code, ""], answer.stderr);
			assert.match(answer.stderr, says);
		}
	});
});
