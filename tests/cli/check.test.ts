import assert from "node:assert/strict";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type CommandProject, commandProject } from "./command.ts";

const BODY = "{\n\tconst parts = [to, 1, 2].map((part) => String(part).toUpperCase());\n\treturn parts.join('-');\n}";
const send = (name: string, parameters = "to") => `export const ${name} = task(async (${parameters}) => ${BODY});\n`;
const IMPORT = 'import { task } from "namesake";\n';

interface Answer {
	readonly ok: boolean;
	readonly problems: readonly {
		code: string;
		name: string;
		file: string;
		line: number;
		message: string;
		fix?: string;
	}[];
	readonly renamed: readonly { from: string; to: string }[];
	readonly notices?: readonly { code: string; name: string; line: number }[];
}

function check(project: CommandProject, ...args: string[]): Answer & { readonly exit: number | null } {
	const { code, stdout } = project.namesake(["check", "--json", ...args], { flags: [] });
	return { ...(JSON.parse(stdout) as Answer), exit: code };
}

const codesOf = ({ problems }: Answer) => problems.map(({ code, name }) => [code, name]);

const lockOf = (project: CommandProject) =>
	JSON.parse(readFileSync(project.at("namesake.lock.json"), "utf8")) as {
		names: { name: string; previous?: string[]; removed?: boolean; signature?: string; at?: string }[];
	};

describe("namesake check", () => {
	it("is content with a project in which every name leads back", async () => {
		await using project = await commandProject({
			"src/m.js": `${IMPORT}${send("send")}export class C { static f() {} }`,
		});
		const { code, stdout, stderr } = project.namesake(["check"]);
		assert.deepEqual([code, stdout], [0, ""]);
		assert.match(stderr, /^namesake check: 3 names, all proved\nnotice: there is no namesake\.lock\.json/);
		assert.deepEqual(check(project), { ok: true, problems: [], renamed: [], exit: 0 });
	});

	it("is not stopped by modules that throw, end the process, or never finish; and says which", async () => {
		await using project = await commandProject({
			"src/a-throws.js": "export const a = 1;\nthrow new Error('boom');",
			"src/b-exits.js": "export const b = 1;\nprocess.exit(0);",
			"src/c-waits.js": "export const c = 1;\nawait new Promise(() => {});",
			"src/d-blocks.js": "export const d = 1;\nfor (;;);",
			"src/e-timer.js": "export const e = 1;\nsetTimeout(() => process.exit(7), 1);\n",
			"src/f-slow.js": "export const f = 1;\nawait new Promise((done) => setTimeout(done, 300));",
			"src/g-imports.js": 'import "./b-exits.js";\nexport const g = () => 1;',
			"src/z-good.js": "export const z = () => 1;",
			"src/z.test.js": "throw new Error('a test is not loaded');\nexport const t = 1;",
		});
		const { problems, exit } = check(project, "--timeout", "2");
		assert.equal(exit, 1);
		const told = problems.map(({ code, name, file, line, message }) => [code, name, file, line, message]);
		const failed = (file: string, message: string) => [
			"MODULE_FAILED",
			`app/src/${file}`,
			`src/${file}.js`,
			1,
			`the module could not be loaded: ${message}`,
		];
		assert.deepEqual(told, [
			failed("a-throws", "loading it threw Error: boom"),
			failed("b-exits", "loading it ends the process (exit code 0)"),
			failed(
				"c-waits",
				"loading it ends the process (exit code 13: its top level awaits a promise that never settles)",
			),
			failed("d-blocks", "it was still loading after 2 s"),
			failed("g-imports", `it imports src/b-exits.js, and loading it ends the process (exit code 0)`),
		]);
	});

	it("takes what a module writes to its channel for no answer", async () => {
		await using project = await commandProject({
			"src/a.js": `import { writeSync } from "node:fs";
try { writeSync(3, '{"ends":0}\\n{"begins":1}\\nnot JSON\\nwithout an end'); } catch {}
export const a = () => 1;
`,
			"src/b.js": "export const b = () => 1;\n",
		});
		assert.deepEqual(check(project), { ok: true, problems: [], renamed: [], exit: 0 });
	});

	it("comes to an end, whoever sets a timer that ends the process, and blames nobody else", async () => {
		const files = Object.fromEntries(
			Array.from({ length: 16 }, (_, index) => [
				`src/m${index}.js`,
				`await new Promise((done) => setTimeout(done, 2));\nexport const x${index} = () => ${index};\n`,
			]),
		);
		await using project = await commandProject({
			...files,
			"src/m7.js": "setTimeout(() => process.exit(4), 5);\nexport const x7 = 1;\n",
		});
		assert.deepEqual(check(project), { ok: true, problems: [], renamed: [], exit: 0 });
	});

	it("tells which tasks and instances have no name, with the line and a caret", async () => {
		await using project = await commandProject({
			"src/m.js": `import { task, TrackedInstance } from "namesake"; import * as n from "namesake";
class Queue extends TrackedInstance {}
const hidden = task(() => 1);
export function f() {
	const inner = task(() => 2);
	return inner();
}
export const make = () => task(() => 3);
new Queue();
export const kept = new Queue();
export const chained = () => n?.task(() => 4);
`,
			"a.js": "export const x = 1;",
			"a.mjs": "export const x = 1;",
		});
		const answer = check(project);
		assert.deepEqual(
			answer.problems.map(({ code, file, line }) => [code, file, line]),
			[
				["DUPLICATE_NAME", "a.mjs", 1],
				["NOT_EXPORTED", "src/m.js", 3],
				["NESTED", "src/m.js", 5],
				["NO_LHS", "src/m.js", 9],
			],
		);
		const { stdout } = project.namesake(["check"]);
		assert.match(
			stdout,
			/^error\[NOT_EXPORTED\]: the value is not exported: app\/src\/m#hidden\n {2}at src\/m\.js:3:7\n.*\n.*> 3 \| const hidden = .*\n +\| +\^\n/m,
		);
	});

	it("knows the tasks that a factory makes, because it loads them; and so does lock", async () => {
		const make = "const make = () => task(() => 1);\nexport const both = { a: 1 };\n";
		await using project = await commandProject({
			"src/m.js": `${IMPORT}${make}export const [a, b] = [make(), make()];\n`,
			"src/n.js": `export const n = 1;\nprocess.exit(1);\n`,
		});
		assert.equal(project.namesake(["lock"]).code, 0);
		const locked = ["app/src/m#a", "app/src/m#b"];
		assert.deepEqual(
			lockOf(project).names.map(({ name }) => name),
			locked,
		);
		assert.deepEqual(codesOf(check(project)), [["MODULE_FAILED", "app/src/n"]]);
		writeFileSync(project.at("src/m.js"), `${IMPORT}${make}export const [a, b, c] = [make(), make(), make()];\n`);
		assert.deepEqual(codesOf(check(project)), [
			["NAME_NEW", "app/src/m#c"],
			["MODULE_FAILED", "app/src/n"],
		]);
		check(project, "--fix");
		assert.deepEqual(
			lockOf(project).names.map(({ name }) => name),
			[...locked, "app/src/m#c"],
		);
	});

	it("is about its package and its workspaces, not about other packages in its folder", async () => {
		const file = `${IMPORT}${send("send")}`;
		await using project = await commandProject({
			"package.json": { name: "app", type: "module", workspaces: ["packages/*"] },
			"src/m.js": file,
			"src/marked/package.json": { type: "module" },
			"src/marked/m.js": file,
			"packages/a/package.json": { name: "a", type: "module" },
			"packages/a/m.js": file,
			"packages/b/package.json": { name: "b", type: "module" },
			"packages/b/m.js": file,
			"packages/b/namesake.lock.json": { version: 1, names: [] },
			"other/package.json": { name: "other", type: "module" },
			"other/m.js": file,
		});
		project.namesake(["lock"]);
		assert.deepEqual(
			lockOf(project).names.map(({ name }) => name),
			["a/m#send", "app/src/m#send", "app/src/marked/m#send"],
		);
		assert.equal(check(project).ok, true);
	});

	it("recognises what has been renamed or moved, and keeps its old names when it is told to", async () => {
		await using project = await commandProject({ "src/m.js": `${IMPORT}${send("send")}` });
		assert.equal(project.namesake(["lock"]).code, 0);
		writeFileSync(project.at("src/m.js"), `${IMPORT}${send("deliver")}`);
		const renamed = [{ from: "app/src/m#send", to: "app/src/m#deliver" }];
		const before = readFileSync(project.at("namesake.lock.json"), "utf8");
		const answer = check(project);
		assert.deepEqual(
			[answer.exit, answer.renamed, codesOf(answer)],
			[1, renamed, [["NAME_RENAMED", "app/src/m#send"]]],
		);
		assert.equal(readFileSync(project.at("namesake.lock.json"), "utf8"), before);
		assert.equal(project.namesake(["lock"]).code, 1);
		assert.equal(readFileSync(project.at("namesake.lock.json"), "utf8"), before);
		assert.deepEqual(check(project, "--fix"), { ok: true, problems: [], renamed, exit: 0 });
		renameSync(project.at("src/m.js"), project.at("src/n.js"));
		assert.deepEqual(codesOf(check(project)), [["NAME_MOVED", "app/src/m#deliver"]]);
		assert.equal(check(project, "--fix").ok, true);
		assert.deepEqual(check(project), { ok: true, problems: [], renamed: [], exit: 0 });
		assert.deepEqual(
			lockOf(project).names.map(({ name, previous }) => [name, previous]),
			[["app/src/n#deliver", ["app/src/m#deliver", "app/src/m#send"]]],
		);
		for (const name of ["app/src/m#send", "app/src/m#deliver", "app/src/n#deliver"])
			assert.deepEqual(project.namesake(["run", name, '"a"']).stdout, '"A-1-2"\n', name);
	});

	it("does not choose between two", async () => {
		await using project = await commandProject({ "src/m.js": `${IMPORT}${send("send")}` });
		project.namesake(["lock"]);
		const before = readFileSync(project.at("namesake.lock.json"), "utf8");
		writeFileSync(project.at("src/m.js"), `${IMPORT}${send("a")}${send("b")}`);
		assert.equal(project.namesake(["lock"]).code, 1);
		const answer = check(project, "--fix");
		assert.deepEqual(answer.renamed, []);
		assert.deepEqual(codesOf(answer), [["AMBIGUOUS_NAME", "app/src/m#send"]]);
		assert.equal(readFileSync(project.at("namesake.lock.json"), "utf8"), before);
		writeFileSync(
			project.at("src/m.js"),
			`${IMPORT}${send("a")}${send("b").replace("});", '}, { previously: ["app/src/m#send"] });')}`,
		);
		assert.equal(check(project, "--fix").ok, true);
		assert.equal(project.namesake(["run", "app/src/m#send", '"x"']).stdout, '"X-1-2"\n');
	});

	it("tells what is gone and what takes other arguments, until the lock is written anew", async () => {
		await using project = await commandProject({
			"src/m.js": `${IMPORT}${send("send")}`,
			"src/n.js": `${IMPORT}${send("other", "a, b")}`,
		});
		project.namesake(["lock"]);
		rmSync(project.at("src/n.js"));
		writeFileSync(project.at("src/m.js"), `${IMPORT}${send("send", "to, copy")}`);
		const { problems } = check(project, "--fix");
		assert.deepEqual(
			problems.map(({ code, file, line, message }) => [code, file, line, message.split(":")[0]]),
			[
				["NAME_GONE", "namesake.lock.json", 4, "the lock file has it, and no value has this name or similar code"],
				[
					"SIGNATURE_CHANGED",
					"src/m.js",
					2,
					"the parameters were (to), and are now (to, copy); waiting jobs have the old arguments",
				],
			].map((row) => row.map((cell) => (cell === 4 ? problems[0]?.line : cell))),
		);
		assert.equal(problems[0]?.code, "NAME_GONE");
		assert.match(
			project.namesake(["run", "app/src/n#other"]).stderr,
			/^error\[MODULE_NOT_FOUND\]: .*\n(?:.*\n)*.*it was removed, or renamed/,
		);
		assert.match(project.namesake(["lock"]).stderr, /1 changed, 1 removed/);
		assert.equal(check(project).ok, true);
		assert.match(project.namesake(["run", "app/src/n#other"]).stderr, /it was removed/);
	});

	it("tells what still takes the arguments of waiting jobs as a notice, which --fix settles", async () => {
		await using project = await commandProject({ "src/m.js": `${IMPORT}${send("send")}` });
		project.namesake(["lock"]);
		writeFileSync(project.at("src/m.js"), `${IMPORT}${send("send", "to, copy = true")}`);
		const { code, stdout } = project.namesake(["check"]);
		assert.equal(code, 0);
		assert.match(
			stdout,
			/^notice\[SIGNATURE_CHANGED\]: [^\n]*app\/src\/m#send\n(?:.*\n)* {2}why: the parameters were \(to\), and are now \(to, copy = true\)/,
		);
		const { ok, problems, notices } = check(project);
		assert.deepEqual([ok, problems, notices?.map((one) => one.code)], [true, [], ["SIGNATURE_CHANGED"]]);
		assert.deepEqual(check(project, "--fix"), { ok: true, problems: [], renamed: [], exit: 0 });
		assert.equal(lockOf(project).names[0]?.signature, "(to, copy = true)");
	});

	it("reports code that went to another name until that is accepted, whatever --fix does", async () => {
		const text = (...names: string[]) =>
			`${IMPORT}${names.map((name, index) => `export const ${name} = task((x) => "code ${index} of " + x);\n`).join("")}`;
		await using project = await commandProject({ "src/m.js": text("a", "b", "c") });
		project.namesake(["lock"]);
		const before = readFileSync(project.at("namesake.lock.json"), "utf8");
		// Code 0 and 1 are exchanged, and code 2 gets another name.
		writeFileSync(project.at("src/m.js"), text("b", "a"));
		for (const args of [[], ["--fix"], ["--fix"]]) {
			const answer = check(project, ...args);
			assert.deepEqual(codesOf(answer).sort(), [
				["NAMES_SWAPPED", "app/src/m#a"],
				["NAMES_SWAPPED", "app/src/m#b"],
				["NAME_GONE", "app/src/m#c"],
			]);
			assert.equal(answer.exit, 1);
		}
		assert.equal(project.namesake(["lock"]).code, 1);
		assert.equal(project.namesake(["lock", "--accept", "app/src/m#a"]).code, 1);
		assert.equal(readFileSync(project.at("namesake.lock.json"), "utf8"), before);
		const accepted = project.namesake(["lock", "--accept", "app/src/m#a", "app/src/m#b"]);
		assert.match(accepted.stderr, /2 names \(2 swapped, 1 removed\)/);
		assert.equal(check(project).ok, true);
		const late = project.namesake(["lock", "--accept", "app/src/m#a", "app/src/m#nobody"]);
		assert.match(late.stderr, /nothing to accept for app\/src\/m#a, app\/src\/m#nobody/);
		assert.equal(late.code, 0);
	});

	it("reports functions that were exchanged where they are imported", async () => {
		const text = (a: string, b: string) =>
			`${IMPORT}import { ${a} as a, ${b} as b } from "./work.js";\nexport const charge = task((x) => a(x));\nexport const refund = task((x) => b(x));\n`;
		await using project = await commandProject({
			"src/m.js": text("one", "two"),
			"src/work.js": "export function one(x) { return x + 1; }\nexport function two(x) { return x + 2; }\n",
		});
		project.namesake(["lock"]);
		writeFileSync(project.at("src/m.js"), text("two", "one"));
		assert.deepEqual(codesOf(check(project)).sort(), [
			["NAMES_SWAPPED", "app/src/m#charge"],
			["NAMES_SWAPPED", "app/src/m#refund"],
		]);
	});

	it("accepts a rename over another name, and keeps the old name", async () => {
		const text = (name: string, code: string) => `export const ${name} = task((x) => "${code} " + x);\n`;
		await using project = await commandProject({
			"src/m.js": `${IMPORT}${text("charge", "charges")}${text("refund", "refunds")}`,
		});
		project.namesake(["lock"]);
		writeFileSync(project.at("src/m.js"), `${IMPORT}${text("refund", "charges")}`);
		assert.deepEqual(codesOf(check(project, "--fix")).sort(), [
			["NAMES_SWAPPED", "app/src/m#charge"],
			["NAMES_SWAPPED", "app/src/m#refund"],
		]);
		assert.equal(project.namesake(["lock", "--accept"]).code, 0);
		assert.deepEqual(
			lockOf(project).names.map(({ name, previous }) => [name, previous]),
			[["app/src/m#refund", ["app/src/m#charge"]]],
		);
		assert.deepEqual(check(project), { ok: true, problems: [], renamed: [], exit: 0 });
	});

	it("does not say of a task that got the explicit name of another one that its jobs would fail", async () => {
		const text = (charge: string, refund: string) =>
			`${IMPORT}export const charge = task((x) => "charges " + x${charge});\nexport const refund = task((x) => "refunds " + x${refund});\n`;
		await using project = await commandProject({ "src/m.js": text(', { name: "pay" }', "") });
		project.namesake(["lock"]);
		writeFileSync(project.at("src/m.js"), text("", ', { name: "pay" }'));
		assert.deepEqual(
			check(project, "--fix")
				.problems.map(({ name, message }) => [name, message])
				.sort(),
			[
				["app/src/m#refund", "its task has the explicit name pay now, which another task had"],
				[
					"pay",
					"it now has the code of app/src/m#refund, and its own code is now at app/src/m#charge; waiting jobs would run code that they were not added for",
				],
			],
		);
	});

	it("notices tasks that are named by their positions, and calls a shift a swap", async () => {
		const text = (...codes: string[]) =>
			`${IMPORT}export const list = [${codes.map((code) => `task((x) => "${code} " + x)`).join(", ")}];\n`;
		await using project = await commandProject({ "src/m.js": text("one", "two") });
		project.namesake(["lock"]);
		const { exit, problems, notices } = check(project);
		assert.deepEqual([exit, problems], [0, []]);
		assert.deepEqual(
			notices?.map(({ code, name, line }) => [code, name, line]),
			[["POSITIONAL_NAME", "app/src/m#list[0]", 2]],
		);
		writeFileSync(project.at("src/m.js"), text("zero", "one", "two"));
		assert.deepEqual(codesOf(check(project, "--fix")), [
			["NAMES_SWAPPED", "app/src/m#list[0]"],
			["NAMES_SWAPPED", "app/src/m#list[1]"],
		]);
	});

	it("sees swaps in registries that only the running module shows", async () => {
		const text = (
			a: string,
			b: string,
		) => `${IMPORT}const fns = { a: (x) => "code ${a} of " + x, b: (x) => "code ${b} of " + x };
const kinds = { first: "1st", second: "2nd" };
const withRetry = (fn, times) => task((...args) => fn(...args, times));
export const loop = {};
for (const key of Object.keys(fns)) loop[key] = task(fns[key]);
export const keyed = { [kinds.first]: task(() => "is ${a}"), [kinds.second]: task(() => "is ${b}") };
export const retried = Object.fromEntries([["a", withRetry(fns.a, ${a})], ["b", withRetry(fns.b, ${b})]]);
`;
		await using project = await commandProject({ "src/m.js": text("1", "2") });
		assert.match(project.namesake(["lock"]).stderr, /6 names/);
		assert.equal(check(project).ok, true);
		writeFileSync(project.at("src/m.js"), text("2", "1"));
		assert.deepEqual(
			codesOf(check(project)).sort(),
			["keyed['1st']", "keyed['2nd']", "loop.a", "loop.b", "retried.a", "retried.b"].map((path) => [
				"NAMES_SWAPPED",
				`app/src/m#${path.replaceAll("'", '"')}`,
			]),
		);
	});

	it("does not call it a swap when a task calls the function that its code has become", async () => {
		await using project = await commandProject({ "src/m.js": `${IMPORT}${send("send")}` });
		project.namesake(["lock"]);
		writeFileSync(project.at("src/m.js"), `${IMPORT}${send("format")}export const send = task((to) => format(to));\n`);
		assert.deepEqual(codesOf(check(project)), [["NAME_NEW", "app/src/m#format"]]);
	});

	it("annotates the code in GitHub Actions", async () => {
		await using project = await commandProject({ "src/a,b.js": `${IMPORT}const hidden = task(() => 1);\n` });
		const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: project.at("..") };
		const [line = ""] = project
			.namesake(["check"], { env })
			.stdout.split("\n")
			.filter((text) => text.startsWith("::"));
		const folder = project.at().split(/[\\/]/).at(-1);
		assert.ok(
			line.startsWith(
				`::error file=${folder}/src/a%2Cb.js,line=2,col=7,title=NOT_EXPORTED::NOT_EXPORTED: app/src/a,b#hidden%0Athe value`,
			),
			line,
		);
		const { stdout, stderr } = project.namesake(["check", "--json"], { env });
		assert.equal((JSON.parse(stdout) as Answer).ok, false);
		assert.match(stderr, /^::error /m);
	});
});
