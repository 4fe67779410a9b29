import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type CommandProject, commandProject } from "./command.ts";

const IMPORT = 'import { task } from "namesake";\n';
const SEND = `${IMPORT}export const send = task(async (to) => to);\n`;
const BROWSER = "export const title = () => document.title;\nexport const now = document.title;\n";

interface Shown {
	readonly code: string;
	readonly name: string;
	readonly line: number;
	readonly message: string;
}

function check(project: CommandProject, ...args: string[]) {
	const { code, stdout, stderr } = project.namesake(["check", "--json", ...args], { flags: [] });
	const answer = JSON.parse(stdout || "{}") as { problems?: Shown[]; notices?: Shown[] };
	const told = (shown: readonly Shown[] = []) => shown.map((one) => [one.code, one.name, one.line]);
	return {
		code,
		problems: told(answer.problems),
		notices: told(answer.notices),
		messages: answer.problems?.map(({ message }) => message),
		stderr,
	};
}

const settings = (check: unknown) => ({ name: "app", type: "module", namesake: { check } });

describe("a check that can be green", () => {
	it("leaves out what package.json excludes, and the lock does, too", async () => {
		await using project = await commandProject({
			"package.json": settings({ exclude: ["src/browser/**", "*.config.js"] }),
			"src/m.js": SEND,
			"src/browser/page.js": BROWSER,
			"tool.config.js": "throw new Error('no tool'); export default () => 1;",
		});
		assert.deepEqual(check(project).problems, []);
		const locked = project.namesake(["lock"], { flags: [] });
		assert.deepEqual([locked.code, locked.stderr], [0, "namesake.lock.json: 1 name (1 new)\n"]);
	});

	it("looks only at what package.json includes", async () => {
		await using project = await commandProject({
			"package.json": settings({ include: ["src/jobs/**"] }),
			"src/jobs/m.js": SEND,
			"src/page.js": BROWSER,
		});
		assert.deepEqual(check(project).problems, []);
	});

	it("does not take for gone what was locked before it was excluded", async () => {
		await using project = await commandProject({ "src/m.js": SEND, "src/n.js": SEND });
		assert.equal(project.namesake(["lock"], { flags: [] }).code, 0);
		writeFileSync(project.at("package.json"), JSON.stringify(settings({ exclude: ["src/n.js"] })));
		assert.deepEqual(check(project).problems, []);
	});

	it("says what is wrong with settings", async () => {
		for (const [wrong, message] of [
			[{ exclude: "bench" }, /namesake\.check\.exclude in package\.json is not a list of globs/],
			[{ excludes: [] }, /namesake\.check\.excludes in package\.json is no setting: there are exclude and include/],
			[["bench"], /namesake\.check in package\.json is not an object/],
		] as const) {
			await using project = await commandProject({ "package.json": settings(wrong), "src/m.js": SEND });
			const { code, stderr } = project.namesake(["check"], { flags: [] });
			assert.equal(code, 2);
			assert.match(stderr, message);
		}
	});

	it("loads only modules that may have tasks with --only-tasks, and all with --all", async () => {
		await using project = await commandProject({
			"src/m.js": SEND,
			"src/page.js": BROWSER,
			"src/script.js": "throw new Error('run by hand');",
			"src/made.js": 'import { make } from "./factory.js";\nexport const made = make();\n',
			"src/factory.js": `${IMPORT}export const make = () => task(async () => 1);\n`,
		});
		const failed = (module: string) => ["MODULE_FAILED", `app/src/${module}`, 1];
		assert.deepEqual(check(project, "--only-tasks").problems, []);
		assert.deepEqual(check(project).problems, [failed("page")]);
		assert.deepEqual(check(project, "--all").problems, [failed("page"), failed("script")]);
		assert.equal(project.namesake(["check", "--all", "--only-tasks"], { flags: [] }).code, 2);
		project.namesake(["lock"], { flags: [] });
		writeFileSync(project.at("src/made.js"), "export const other = () => 1;\n");
		assert.deepEqual(check(project, "--only-tasks").problems, [["NAME_GONE", "app/src/made#made", 10]]);
	});

	it("accepts a problem with a comment that gives a reason", async () => {
		await using project = await commandProject({
			"src/m.js": `${SEND}// namesake-ignore NOT_EXPORTED: only this process runs it\nconst local = task(async () => 1);\nconst other = task(async () => local()); // namesake-ignore NOT_EXPORTED: a comment behind it\nother();\n`,
			"src/page.js": `// namesake-ignore MODULE_FAILED: it needs a browser\n${BROWSER}`,
		});
		assert.deepEqual(check(project), { code: 0, problems: [], notices: [], messages: [], stderr: "" });
	});

	it("accepts one problem with a comment, and reports a comment that is of no use", async () => {
		await using project = await commandProject({
			"src/m.js": [
				'import { task } from "namesake";',
				"// namesake-ignore NOT_EXPORTED",
				"const a = task(async () => 1);",
				"// namesake-ignore NESTED: another problem",
				"const b = task(async () => a());",
				"// namesake-ignore NOT_EXPORTED: it is exported by now",
				"export const c = task(async () => b());",
			].join("\n"),
		});
		const { problems, notices, code } = check(project);
		assert.equal(code, 1);
		assert.deepEqual(problems, [
			["NOT_EXPORTED", "app/src/m#a", 3],
			["NOT_EXPORTED", "app/src/m#b", 5],
		]);
		assert.deepEqual(notices, [
			["IGNORE_UNUSED", "namesake-ignore NOT_EXPORTED", 2],
			["IGNORE_UNUSED", "namesake-ignore NESTED", 4],
			["IGNORE_UNUSED", "namesake-ignore NOT_EXPORTED", 6],
		]);
	});

	it("accepts a name that is gone, if the comment says which or there is one", async () => {
		await using project = await commandProject({
			"src/m.js": `${SEND}export const a = task(async () => "a".repeat(3));\nexport const b = task(async () => [1, 2].join());\n`,
		});
		project.namesake(["lock"], { flags: [] });
		const write = (...comments: string[]) => writeFileSync(project.at("src/m.js"), [...comments, SEND].join("\n"));
		write("// namesake-ignore NAME_GONE: the queue is empty");
		assert.deepEqual(
			check(project).problems.map(([code]) => code),
			["NAME_GONE", "NAME_GONE"],
		);
		write("// namesake-ignore NAME_GONE a: the queue is empty", "// namesake-ignore NAME_GONE: nobody calls it");
		assert.deepEqual(check(project), { code: 0, problems: [], notices: [], messages: [], stderr: "" });
	});

	it("says a cause once, with how often it is there", async () => {
		const modules = ["a", "b", "c", "d", "e", "f", "g"];
		await using project = await commandProject(
			Object.fromEntries(
				modules.map((name) => [`src/${name}.js`, `import "left-pad";\nexport const ${name} = () => 1;`]),
			),
		);
		const { stdout, stderr } = project.namesake(["check"], { flags: [] });
		assert.equal(stdout.match(/error\[MODULE_FAILED\]/g)?.length, 1);
		assert.match(stdout, /\n {2}also: 6 more: app\/src\/b, app\/src\/c, app\/src\/d, app\/src\/e, app\/src\/f, …\n/);
		assert.match(stderr, /: 7 names, 7 problems\n {2}7 error\[MODULE_FAILED\]: the module could not be loaded\n/);
		assert.equal(check(project).problems.length, 7);
		const annotated = project.namesake(["check"], { flags: [], env: { GITHUB_ACTIONS: "true" } });
		assert.equal(annotated.stdout.match(/^::error/gm)?.length, 1);
	});

	it("takes a project without names for a mistake", async () => {
		await using project = await commandProject({
			"package.json": { name: "root", private: true },
			"README.js": "// nothing",
			"packages/a/package.json": { name: "a", type: "module" },
			"packages/a/src/m.js": SEND,
			"src/m.test.js": "export const t = 1;",
		});
		const { code, problems, messages } = check(project);
		assert.equal(code, 1);
		assert.deepEqual(problems, [["NO_NAMES", ".", 0]]);
		assert.match(
			messages?.[0] ?? "",
			/1 file in this folder and its workspaces; 1 test file, which has no names; 1 file of packages that are not among its workspaces, as packages\/a\/src\/m\.js/,
		);
		assert.deepEqual(check(project, "--allow-empty").problems, []);
	});
});
