import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { features } from "../../src/base/runtime.ts";
import { commandProject } from "./command.ts";

const JAVASCRIPT = {
	"src/m.js": `
import { task } from "namesake";
console.log("loading");
export const add = (a, b) => a + b;
export const echo = (...args) => args;
export const send = task(async (to) => {
	console.log("sending");
	process.stdout.write("more\\n");
	await new Promise((done) => setTimeout(done, 5));
	return { to };
});
export const nothing = () => undefined;
export const open = () => { setInterval(() => {}, 1000); return "done"; };
export const never = () => new Promise(() => {});
export const boom = () => {
	throw new Error("it broke", { cause: new TypeError("inside") });
};
export const rejects = async () => { throw { code: 7 }; };
export const own = () => process.exit(5);
export const bigint = () => ({ list: [1n] });
export const cycle = () => { const o = {}; o.o = o; return o; };
export const fn = () => () => 1;
export const nan = () => [NaN];
export class K {}
function hidden() {}
`,
	"src/throws.js": 'export const f = 1;\nthrow new Error("at load");\n',
	"src/old.cjs": "exports.twice = (x) => x * 2;\n",
};

describe("namesake run", () => {
	it("prints the result alone, and what the task prints goes to stderr", async () => {
		await using project = await commandProject(JAVASCRIPT);
		const { code, stdout, stderr } = project.namesake(["run", "app/src/m#send", '"ada"']);
		assert.deepEqual([code, stdout, stderr], [0, '{"to":"ada"}\n', "loading\nsending\nmore\n"]);
		assert.equal(project.namesake(["run", "app/src/m#add", "1", "-2"]).stdout, "-1\n");
		assert.equal(
			project.namesake(["run", "src/m.js#echo", '{"a":[1]}', "null", '"x y"']).stdout,
			'[{"a":[1]},null,"x y"]\n',
		);
		assert.equal(project.namesake(["run", "m.js#add", "1", "2"], { cwd: "src" }).stdout, "3\n");
		assert.equal(project.namesake(["run", "app/src/old#twice", "4"]).stdout, "8\n");
	});

	it("takes explicit names and previous ones, from the code and from the lock", async () => {
		await using project = await commandProject({
			"src/m.js": `
import { task } from "namesake";
export const a = task(async (n) => n + 1, { name: "own-a", previously: ["old-a", "app/src/gone#a"] });
export const list = [task(() => "first", { name: "mails:2" }), task(() => "./m.js#a", { name: "own name.js" })];
`,
			"src/moved.js": 'import { task } from "namesake";\nexport const b = task(() => "moved", { name: "own-b" });\n',
			"namesake.lock.json": {
				version: 1,
				names: [{ name: "own-b", at: "app/src/before#b", kind: "task", previous: ["older-b"] }],
			},
		});
		for (const [name, ...expected] of [
			["own-a", "2\n", "app/src/m#a"],
			["old-a", "2\n", "app/src/m#a"],
			["app/src/gone#a", "2\n", "app/src/m#a"],
			["mails:2", '"first"\n', "app/src/m#list[0]"],
			["own name.js", '"./m.js#a"\n', "app/src/m#list[1]"],
			["own-b", '"moved"\n', "app/src/moved#b"],
			["older-b", '"moved"\n', "app/src/moved#b"],
		] as const) {
			const { code, stdout, stderr } = project.namesake(["run", name, "1"]);
			const explained = project.namesake(["explain", "--json", name]);
			assert.equal(code, 0, stderr);
			assert.equal(explained.code, 0, explained.stderr);
			assert.deepEqual([stdout, (JSON.parse(explained.stdout) as { name: string }).name], expected);
			assert.equal(project.namesake(["where", name]).code, 0, name);
		}
	});

	it("refuses an explicit name that two tasks have", async () => {
		const text = 'import { task } from "namesake";\nexport const a = task(() => 1, { name: "own-a" });\n';
		await using project = await commandProject({ "src/a.js": text, "src/b.js": text });
		const { code, stdout, stderr } = project.namesake(["run", "own-a"]);
		assert.deepEqual([code, stdout], [1, ""]);
		assert.match(stderr, /^error\[DUPLICATE_NAME\]: [\s\S]*app\/src\/a#a, app\/src\/b#a/);
	});

	it("prints nothing for undefined, and does not wait for what is left open", async () => {
		await using project = await commandProject(JAVASCRIPT);
		assert.deepEqual(project.namesake(["run", "app/src/m#nothing"]), { code: 0, stdout: "", stderr: "loading\n" });
		assert.deepEqual(project.namesake(["run", "app/src/m#open"]), { code: 0, stdout: '"done"\n', stderr: "loading\n" });
	});

	it("exits with 1 and the stack of the task when it throws", async () => {
		await using project = await commandProject(JAVASCRIPT);
		const { code, stdout, stderr } = project.namesake(["run", "app/src/m#boom"]);
		assert.deepEqual([code, stdout], [1, ""]);
		assert.match(stderr, /m\.js:16:8\n/);
		assert.match(stderr, />\s+16 \|\s+throw new Error\("it broke"/);
		assert.match(stderr, /\nError: it broke\n\s+at boom \(/);
		assert.match(stderr, /\[cause\]: TypeError: inside/);
		assert.doesNotMatch(stderr, /namesake|commander|node:internal/);
		const thrown = project.namesake(["run", "app/src/m#rejects"]);
		assert.deepEqual([thrown.code, thrown.stderr], [1, "loading\nthrown: { code: 7 }\n"]);
		assert.equal(project.namesake(["run", "app/src/m#own"]).code, 5);
	});

	it("says so when a task never settles", async () => {
		await using project = await commandProject(JAVASCRIPT);
		const { code, stderr } = project.namesake(["run", "app/src/m#never"]);
		assert.equal(code, 1);
		assert.match(stderr, /never settles/);
	});

	it("refuses a result that JSON can't say", async () => {
		await using project = await commandProject(JAVASCRIPT);
		for (const [path, why] of [
			["bigint", "result.list[0] is a BigInt"],
			["cycle", "contains itself"],
			["fn", "the result is a function"],
			["nan", "result[0] is NaN"],
		]) {
			const { code, stdout, stderr } = project.namesake(["run", `app/src/m#${path}`]);
			assert.deepEqual([code, stdout], [1, ""], path);
			assert.ok(stderr.includes(`${why}`), stderr);
		}
	});

	it("shows no more than 200 characters of a source line, also of an error that nobody catches", async () => {
		await using project = await commandProject({
			"src/min.js": `export const boom=()=>{throw new Error("boom")};export const late=()=>{setTimeout(()=>{throw new Error("late")},1);return new Promise(()=>{setTimeout(()=>{},6e4)})};export const pad="${"x".repeat(50_000)}";\n`,
			"src/broken.js": `export const pad="${"x".repeat(50_000)}";let a;let a;\n`,
		});
		for (const [name, says] of [
			["src/min.js#boom", /^src\/min\.js:1:30\n> 1 \| .*throw new Error\("boom"\).*\n.*\^\n\nError: boom\n {4}at /],
			["src/min.js#late", /^src\/min\.js:1:\d+\n> 1 \| .*throw new Error\("late"\).*\n.*\^\n\nError: late\n {4}at /],
			["src/broken.js#pad", /^error\[MODULE_FAILED\]: .*[\s\S]*SyntaxError: Identifier 'a' has already been declared/],
		] as const) {
			const { code, stderr } = project.namesake(["run", name]);
			assert.equal(code, 1);
			assert.match(stderr, says);
			for (const line of stderr.split("\n")) assert.ok(line.length <= 200, line);
		}
	});

	it("leaves an uncaught error to a listener of the program", async () => {
		await using project = await commandProject({
			"src/m.js": `
				process.on("uncaughtException", (error) => console.error("caught", error.message));
				export const late = () => new Promise((done) => {
					setTimeout(() => done("still running"), 20);
					setTimeout(() => { throw new Error("late"); }, 1);
				});
			`,
		});
		assert.deepEqual(project.namesake(["run", "app/src/m#late"]), {
			code: 0,
			stdout: '"still running"\n',
			stderr: "caught late\n",
		});
	});

	it("exits with 2 for a wrong question", async () => {
		await using project = await commandProject(JAVASCRIPT);
		for (const [args, says] of [
			[["app/src/m#sned"], /^(?:loading\n)?error\[EXPORT_NOT_FOUND\]: .*\n[\s\S]*nearest: app\/src\/m#send\b/],
			[["app/src/mm#send"], /^error\[MODULE_NOT_FOUND\]: .*\n[\s\S]*nearest: app\/src\/m\n/],
			[["app/src/m#hidden"], /^(?:loading\n)?error\[NOT_EXPORTED\]: [\s\S]*function hidden\(\) \{\}/],
			[["app/src/m#K"], /^(?:loading\n)?error\[NOT_A_TASK\]: .*\n.*a class/],
			[["node:fs#rmSync"], /^error\[FORBIDDEN_MODULE\]: /],
			[["nonsense"], /^error\[INVALID_NAME\]: /],
			[["./src/none.js#x"], /^error: there is no file/],
			[["src/none.js#x"], /^error: there is no file src\/none\.js\n/],
			[["app/src/m#add", "1", "{a:1}"], /^error: argument 2 is not JSON: .*\n {4}\{a:1\}\n {5}\^\n {2}fix: /],
			[["app/src/m#add", "ada"], /^error: argument 1 is not JSON: .*\n {4}ada\n {4}\^\n {2}fix: .*'"ada"'/],
			[[], /^error: missing required argument 'name'/],
		] as const) {
			const { code, stdout, stderr } = project.namesake(["run", ...args]);
			assert.deepEqual([code, stdout], [2, ""], stderr);
			assert.match(stderr, says);
			assert.doesNotMatch(stderr, /\n\s+at .*dist/);
		}
	});

	it("exits with 1 for a module that throws while loading, with its stack", async () => {
		await using project = await commandProject(JAVASCRIPT);
		const { code, stderr } = project.namesake(["run", "app/src/throws#f"]);
		assert.equal(code, 1);
		assert.match(stderr, /^error\[MODULE_FAILED\]: [\s\S]*Error: at load\n\s+at .*throws\.js:2:7/);
	});

	it("opens a dependency only if it is allowed", async () => {
		await using project = await commandProject({
			"node_modules/dep/package.json": { name: "dep", type: "module", exports: "./index.js" },
			"node_modules/dep/index.js": "export const one = () => 1;\n",
		});
		const refused = project.namesake(["run", "dep#one"]);
		assert.equal(refused.code, 2);
		assert.match(refused.stderr, /^error\[FORBIDDEN_MODULE\]: /);
		assert.equal(project.namesake(["run", "--allow", "other", "--allow", "dep", "dep#one"]).stdout, "1\n");
	});
});

const TYPESCRIPT = {
	"src/plain.ts":
		'export const add = (a: number, b: number): number => a + b;\nexport const boom = (): never => {\n\tthrow new Error("typed");\n};\n',
	"src/enum.ts": "enum Colour { Red = 'r' }\nexport const colour = () => Colour.Red;\n",
	"src/js-import.ts": 'import { add } from "./plain.js";\nexport const inc = (a: number) => add(a, 1);\n',
	"src/script.cts": "exports.f = (a: number): number => a;\n",
	"src/named.ts":
		'import { task } from "namesake";\nenum Colour { Red = "r" }\nexport const t = task((): string => Colour.Red, { name: "own-ts" });\n',
};

describe("namesake run with TypeScript", () => {
	it("reads it through the project's tsx, or by itself", async () => {
		await using project = await commandProject(TYPESCRIPT);
		project.install("tsx");
		assert.deepEqual(project.namesake(["run", "app/src/plain#add", "1", "2"]), { code: 0, stdout: "3\n", stderr: "" });
		assert.deepEqual(project.namesake(["run", "src/enum.ts#colour"]), { code: 0, stdout: '"r"\n', stderr: "" });
		assert.deepEqual(project.namesake(["run", "app/src/js-import#inc", "1"]), { code: 0, stdout: "2\n", stderr: "" });
		assert.deepEqual(project.namesake(["run", "own-ts"]), { code: 0, stdout: '"r"\n', stderr: "" });
		const { code, stderr } = project.namesake(["run", "app/src/plain#boom"]);
		assert.equal(code, 1);
		assert.match(stderr, /plain\.ts:3:8\n[\s\S]*> 3 \| \tthrow new Error\("typed"\);\n/);
	});

	it("leaves a loader to the user", async () => {
		await using project = await commandProject(TYPESCRIPT);
		const flags = ["--import", import.meta.resolve("tsx")];
		assert.equal(project.namesake(["run", "src/enum.ts#colour"], { flags }).stdout, '"r"\n');
		const env = { NODE_OPTIONS: `--import ${import.meta.resolve("tsx")}` };
		assert.equal(project.namesake(["run", "src/enum.ts#colour"], { env }).stdout, '"r"\n');
	});

	it("does by itself what this Node can, and says what is missing", async () => {
		await using project = await commandProject(TYPESCRIPT);
		const plain = project.namesake(["run", "app/src/plain#add", "1", "2"]);
		const transformed = project.namesake(["run", "app/src/enum#colour"]);
		const named = project.namesake(["run", "own-ts"]);
		assert.equal(plain.code, features.typeStripping ? 0 : 1);
		assert.equal(plain.stdout, features.typeStripping ? "3\n" : "");
		assert.deepEqual([transformed.code, named.code], [1, 1]);
		for (const { stderr } of features.typeStripping ? [transformed, named] : [plain, transformed, named]) {
			assert.match(stderr, /^error\[MODULE_FAILED\]: /);
			assert.match(stderr, /npm install --save-dev tsx/);
		}
	});

	it("runs the output where there is nothing that reads the source", async () => {
		await using project = await commandProject({
			"package.json": { name: "app", type: "module", namesake: { roots: { dist: "src" } } },
			"src/m.ts": "export const where = (): string => 'src';\n",
			"dist/m.js": "export const where = () => 'dist';\n",
			"src/named.ts":
				"import { task } from 'namesake';\nexport const t = task((): string => 'src', { name: 'own-t' });\n",
			"dist/named.js": "import { task } from 'namesake';\nexport const t = task(() => 'dist', { name: 'own-t' });\n",
		});
		const expected = features.typeStripping ? '"src"\n' : '"dist"\n';
		assert.equal(project.namesake(["run", "app/src/m#where"]).stdout, expected);
		assert.equal(project.namesake(["run", "own-t"]).stdout, expected);
	});
});

describe("namesake execute", () => {
	const files = {
		"src/m.js": `
import { IndexTaskResolver, task } from "namesake";
export const reports = new IndexTaskResolver();
for (const month of [1, 2]) reports.add((year = 2000) => year + month);
export const add = task((a, b) => a + b);
export const notOne = { loadTask: async () => add };
export const named = task(() => 1, { name: "own-add" });
`,
		"src/own.js": `
import { TaskResolver } from "namesake";
import { add } from "./m.js";
class ByTopic extends TaskResolver {
	name = "by topic";
	loaderArgs(task) { return [task === add ? "sums" : "none"]; }
	async loadTask([topic]) {
		if (topic === "sums") return add;
		if (topic === "text") return "add";
		if (topic === "class") return ByTopic;
		throw new RangeError("there is no topic " + topic);
	}
	getAllTasks() { return [add]; }
}
export { ByTopic };
export const topics = { mine: new ByTopic() };
`,
	};

	it("runs what a resolver finds", async () => {
		await using project = await commandProject(files);
		const { code, stdout } = project.namesake(["execute", "--resolver", "app/src/m#reports", "--", "1"]);
		assert.deepEqual([code, stdout], [0, "2002\n"]);
		assert.equal(
			project.namesake(["execute", "--resolver", "src/m.js#reports", "--args", "[10]", "--", "0"]).stdout,
			"11\n",
		);
		const loaderArgs = ["task-module", "app/src/m", "task-name", "add"];
		const byName = ["execute", "--resolver", "namesake#defaultTaskResolver", "--args", "[1,2]", "--", ...loaderArgs];
		assert.equal(project.namesake(byName).stdout, "3\n");
	});

	it("takes what a resolver has told in another process: its location, and the arguments for the task", async () => {
		await using project = await commandProject({
			...files,
			"tell.js": `
import { defaultTaskResolver } from "namesake";
import { add, reports } from "./src/m.js";
import { topics } from "./src/own.js";
const told = (resolver, task) => ["--resolver", resolver.location, "--args", "[1,2]", "--", ...resolver.loaderArgs(task)];
export const told3 = () => [told(defaultTaskResolver, add), told(topics.mine, add), told(reports, reports.getAllTasks()[0])];
`,
		});
		const told = JSON.parse(project.namesake(["run", "app/tell#told3"]).stdout) as string[][];
		assert.deepEqual(told[1]?.slice(0, 2), ["--resolver", "app/src/own#topics.mine"]);
		const answers = told.map((args) => project.namesake(["execute", ...args]));
		assert.deepEqual(
			answers.map(({ code, stdout }) => [code, stdout]),
			[
				[0, "3\n"],
				[0, "3\n"],
				[0, "2\n"],
			],
		);
	});

	it("exits with 2 for a wrong question", async () => {
		await using project = await commandProject(files);
		const own = ["--resolver", "app/src/own#topics.mine", "--"];
		const byDefault = ["--resolver", "namesake#defaultTaskResolver", "--"];
		for (const [args, says] of [
			[[...own, "none"], /^error\[NOT_A_TASK\]: [\s\S]*threw RangeError: there is no topic none[\s\S]*own\.js:11:9\)/],
			[[...own, "text"], /^error\[NOT_A_TASK\]: .*\n\s+why: the name leads to a value of type string/],
			[[...own, "class"], /^error\[NOT_A_TASK\]: .*\n\s+why: the name leads to a class/],
			[[...byDefault, "app/src/m", "add"], /^error\[INVALID_NAME\]: /],
			[
				[...byDefault, "task-module", "app/src/m", "task-name", "ad"],
				/^error\[EXPORT_NOT_FOUND\]: [\s\S]*nearest: app\/src\/m#add/,
			],
			[[...byDefault, "task-module", "app/src/n", "task-name", "add"], /^error\[MODULE_NOT_FOUND\]: /],
			[[...byDefault, "task-module", "node:fs", "task-name", "rmSync"], /^error\[FORBIDDEN_MODULE\]: /],
			[[...byDefault, "task-module", "app/src/m", "task-name", "notOne"], /^error\[NOT_A_TASK\]: /],
			[["--resolver", "app/src/own#ByTopic", "--", "sums"], /^error\[NOT_A_TASK\]: /],
			[["--resolver", "app/src/own", "--", "sums"], /^error\[INVALID_NAME\]: /],
			[["--resolver", "own-add", "--", "sums"], /^error\[NOT_A_TASK\]: .*\n\s+why: .*so it is not a task resolver/],
			[["--resolver", "app/src/none#topics", "--", "sums"], /^error\[MODULE_NOT_FOUND\]: /],
			[["--resolver", "node:fs#promises", "--", "sums"], /^error\[FORBIDDEN_MODULE\]: /],
			[["--resolver", "app/src/m#reports", "--"], /^error\[INVALID_NAME\]: /],
			[["--resolver", "app/src/m#reports", "--", "__proto__"], /^error\[NOT_A_TASK\]: /],
			[["--resolver", "app/src/m#reports", "--", "7"], /^error\[NOT_A_TASK\]: /],
			[["--resolver", "app/src/m#notOne", "--", "7"], /^error\[NOT_A_TASK\]: /],
			[["--resolver", "app/src/m#nope"], /^error\[EXPORT_NOT_FOUND\]: /],
			[["--resolver", "app/src/m#reports", "--args", "{}", "--", "0"], /^error: --args is not a JSON array/],
			[["--", "0"], /^error: required option '--resolver/],
		] as const) {
			const { code, stderr } = project.namesake(["execute", ...args]);
			assert.equal(code, 2, stderr);
			assert.match(stderr, says);
		}
	});
});
