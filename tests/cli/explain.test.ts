import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commandProject } from "./command.ts";

const FILES = {
	"src/m.ts": `import { task } from "namesake";
export { far } from "./far.js";
function send() {}
export { send as mail, send, send as default };
export const jobs = { t: task(() => 1), nested: { f() { const local = () => 1; return local; } } };
export const app = make();
function make() { return { one: 1 }; }
export let f = () => 1;
f = () => 2;
// nothing
`,
	"src/far.ts": "export const near = () => 1;\nexport { near as far };\n",
	"dist/m.js": "export const send = 1;\n",
	"tsconfig.json": { compilerOptions: { outDir: "dist", rootDir: "src" }, include: ["src"] },
};

interface Explained {
	name: string;
	kind: string;
	line: number;
	column: number;
	loadable: boolean;
	reason?: string;
	candidates: { path: string; chosen: boolean; why: string }[];
	binding?: { name: string; declaredBy: string };
	reexportedBy?: string;
	module: { name: string; package: string; root: string; rule: string; files: string[] };
	exports: string[];
}

describe("namesake explain", () => {
	it("shows the module rule, the binding, the exports and the candidates of a name", async () => {
		await using project = await commandProject(FILES);
		const { code, stdout, stderr } = project.namesake(["explain", "--json", "app/src/m#mail"]);
		assert.deepEqual([code, stderr], [0, ""]);
		const answer = JSON.parse(stdout) as Explained;
		assert.equal(answer.name, "app/src/m#send");
		assert.deepEqual([answer.kind, answer.line, answer.column, answer.loadable], ["function", 3, 10, true]);
		assert.deepEqual(answer.binding, { name: "send", declaredBy: "function" });
		assert.deepEqual(
			answer.candidates.map(({ path, chosen }) => [path, chosen]),
			[
				["send", true],
				["mail", false],
				["default", false],
			],
		);
		assert.deepEqual(answer.module.files, ["src/m.ts", "dist/m.js"]);
		assert.deepEqual(
			[answer.module.name, answer.module.package, answer.module.root],
			["app/src/m", "app", project.at()],
		);
		assert.deepEqual(answer.exports, ["app", "default", "f", "far", "jobs", "mail", "send"]);
	});

	it("is a page for people, with the source line and a caret", async () => {
		await using project = await commandProject(FILES);
		const { stdout } = project.namesake(["explain", "src/m.ts#send"]);
		assert.match(stdout, /^app\/src\/m#send\n\nsrc\/m\.ts:3:10\n/);
		assert.match(stdout, /\n> 3 \| function send\(\) \{\}\n {4}\| {10}\^\n/);
		assert.match(
			stdout,
			/\ncandidates +→ send: it is declared with this name\n +✗ mail: .*the declared name comes first\n +✗ default: /,
		);
		assert.doesNotMatch(stdout, /\u001b/);
	});

	it("takes a place instead of a name", async () => {
		await using project = await commandProject(FILES);
		const at = (place: string): Explained =>
			JSON.parse(project.namesake(["explain", "--json", place]).stdout) as Explained;
		assert.equal(at("src/m.ts:3").name, "app/src/m#send");
		assert.equal(at("src/m.ts:5").name, "app/src/m#jobs");
		assert.equal(at("src/m.ts:5:30").name, "app/src/m#jobs.t");
		const nested = at("src/m.ts:5:75");
		assert.deepEqual([nested.name, nested.loadable, nested.reason], ["app/src/m#jobs.nested.f/local", false, "NESTED"]);
		const replaced = at("src/m.ts:8");
		assert.deepEqual([replaced.name, replaced.reason], ["app/src/m#f", "NAME_MISMATCH"]);
		assert.equal(replaced.candidates[0]?.chosen, false);
		const mapped = at("dist/m.js:1");
		assert.equal(mapped.name, "app/src/m#send");
		assert.match(mapped.module.rule, /dist is built from src \(tsconfig/);
	});

	it("shows what spoils the proof", async () => {
		await using project = await commandProject({
			"src/m.ts": `const lists: unknown[] = [];
export const jobs = { send() {}, stop() {} };
lists.push(jobs);
export const made = create();
function create() {}
export const either = Math.random() > 1 ? () => 1 : undefined;
export let attempt: unknown;
try {
	attempt = () => 1;
} catch {}
export const merged = { a() {}, ...made };
export class C { m() {} }
Object.assign(C.prototype, { n() {} });
export const fine = { a() {} };
`,
		});
		const explained = (place: string): unknown => {
			const { doubt } = JSON.parse(project.namesake(["explain", "--json", place]).stdout);
			return doubt === undefined ? undefined : [`${doubt.line}:${doubt.column}`, doubt.text, doubt.why];
		};
		const isUsed = "this use may let other code put something else there";
		assert.deepEqual(explained("src/m.ts#jobs.send"), ["3:12", "lists.push(jobs);", isUsed]);
		assert.deepEqual(explained("src/m.ts#made"), [
			"4:21",
			"export const made = create();",
			"only running this shows what it gives",
		]);
		assert.deepEqual((explained("src/m.ts#either") as string[])[2], "a condition decides");
		assert.deepEqual((explained("src/m.ts#attempt") as string[])[0], "8:1");
		assert.deepEqual((explained("src/m.ts#merged.a") as string[])[2], "a later member may have the same key");
		assert.deepEqual(explained("src/m.ts#C.prototype.m"), ["13:15", "Object.assign(C.prototype, { n() {} });", isUsed]);
		assert.equal(explained("src/m.ts#fine.a"), undefined);
		const { stdout } = project.namesake(["explain", "src/m.ts#jobs.send"]);
		assert.match(stdout, /\nloadable +UNPROVEN: .*\ndoubt +src\/m\.ts:3:12: this use may .*\n +lists\.push\(jobs\);\n/);
	});

	it("shows the explicit name of a task", async () => {
		await using project = await commandProject({
			"src/m.ts": 'import { task } from "namesake";\nexport const send = task(() => 1, { name: "send-mail" });\n',
		});
		const answer = JSON.parse(project.namesake(["explain", "--json", "app/src/m#send"]).stdout);
		assert.deepEqual([answer.name, answer.explicitName], ["app/src/m#send", "send-mail"]);
		assert.match(project.namesake(["explain", "app/src/m#send"]).stdout, /\nexplicit +send-mail\n/);
	});

	it("leads to the module that made a value", async () => {
		await using project = await commandProject(FILES);
		const answer = JSON.parse(project.namesake(["explain", "--json", "app/src/m#far"]).stdout) as Explained;
		assert.deepEqual([answer.name, answer.reexportedBy], ["app/src/far#near", "app/src/m#far"]);
	});

	it("says what it can't tell", async () => {
		await using project = await commandProject(FILES);
		for (const [asked, code, says] of [
			[
				"app/src/m#app.one",
				1,
				/^error\[LHS_UNPROVEN\]: .*\n[\s\S]*> 6 \| export const app = make\(\);[\s\S]*fix: run `namesake list src\/m\.ts --load`/,
			],
			["app/src/m#sned", 2, /^error\[EXPORT_NOT_FOUND\]: [\s\S]*nearest: app\/src\/m#send/],
			["app/src/mm#send", 2, /^error\[MODULE_NOT_FOUND\]: /],
			["src/m.ts:10", 2, /^error\[CANNOT_LOCATE\]: .*\n[\s\S]*> 10 \| \/\/ nothing\n/],
			["src/m.ts:99", 2, /^error: .*no line 99/],
			["src/none.ts:1", 2, /^error: there is no file src\/none\.ts/],
			["nonsense", 2, /^error\[INVALID_NAME\]: /],
		] as const) {
			const answer = project.namesake(["explain", asked]);
			assert.deepEqual([answer.code, answer.stdout], [code, ""], asked);
			assert.match(answer.stderr, says);
		}
	});
});
