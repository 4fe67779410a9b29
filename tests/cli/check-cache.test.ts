import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { type CommandProject, commandProject } from "./command.ts";

const IMPORT = 'import { task } from "namesake";\n';
/** Says that it was loaded, in a file that no module can be. */
const LOGS =
	'import { appendFileSync } from "node:fs";\nappendFileSync("loaded.log", import.meta.url.replace(/.*\\//, "") + "\\n");\n';

const FILES = {
	"src/a.js": `${LOGS}${IMPORT}import { b } from "./b.js";\nexport const a = task(async () => b());`,
	"src/b.js": `${LOGS}export const b = () => 1;`,
	"src/c.js": `${LOGS}${IMPORT}export const jobs = Object.fromEntries(["x"].map((key) => [key, task(async () => key)]));`,
	"src/open.js": `${LOGS}export const later = () => import("./c.js");`,
	"src/env.js": `${LOGS}export const flag = process.env.FLAG === "1" ? () => 1 : () => 2;`,
	"data.json": "{}",
	"node_modules/@by/hand/package.json": '{ "name": "@by/hand", "version": "1.0.0" }',
};

function loaded(project: CommandProject, { args = [] as string[], env = {} } = {}): string[] {
	const log = project.at("loaded.log");
	rmSync(log, { force: true });
	const { code, stderr, stdout } = project.namesake(["check", ...args], { flags: [], env });
	assert.equal(code, 0, stdout + stderr);
	assert.match(stderr, /names, all proved/);
	return existsSync(log) ? readLog(log) : [];
}

function readLog(log: string): string[] {
	return [...new Set(readFileSync(log, "utf8").trim().split("\n"))].sort();
}

async function warm(): Promise<CommandProject> {
	const project = await commandProject(FILES);
	assert.deepEqual(loaded(project), ["a.js", "b.js", "c.js", "env.js", "open.js"]);
	assert.deepEqual(loaded(project), []);
	return project;
}

function write(project: CommandProject, path: string, text: string): void {
	mkdirSync(dirname(project.at(path)), { recursive: true });
	writeFileSync(project.at(path), text);
}

const ALL = ["a.js", "b.js", "c.js", "env.js", "open.js"];

/** What each change makes check load again. */
const CHANGES: Readonly<
	Record<string, { readonly change: (project: CommandProject) => void; readonly loads: readonly string[] }>
> = {
	"a module": {
		change: (project) => write(project, "src/c.js", `${FILES["src/c.js"]}\n`),
		loads: ["c.js", "open.js"],
	},
	"what a module imports": {
		change: (project) => write(project, "src/b.js", `${FILES["src/b.js"]}\n`),
		loads: ["a.js", "b.js", "open.js"],
	},
	"a new file": { change: (project) => write(project, "src/d.js", "export const d = () => 1;"), loads: ALL },
	"a file that is gone": {
		change: (project) => rmSync(project.at("src/env.js")),
		loads: ["a.js", "b.js", "c.js", "open.js"],
	},
	"a data file": { change: (project) => write(project, "data.json", "{ }"), loads: ALL },
	"package.json": {
		change: (project) => write(project, "package.json", '{ "name": "app", "type": "module", "version": "2.0.0" }'),
		loads: ALL,
	},
	"a module whose size and modification time are as before": {
		change: (project) => {
			const file = project.at("src/c.js");
			const { atime, mtime } = statSync(file);
			write(project, "src/c.js", FILES["src/c.js"].replace('"x"', '"y"'));
			utimesSync(file, atime, mtime);
		},
		loads: ["c.js", "open.js"],
	},
	"a package that is deleted by hand": {
		change: (project) => rmSync(project.at("node_modules/@by/hand"), { recursive: true }),
		loads: ALL,
	},
	"what is installed": { change: (project) => write(project, "package-lock.json", "{}"), loads: ALL },
};

describe("check, once more", () => {
	for (const [title, { change, loads }] of Object.entries(CHANGES))
		it(`loads what depends on ${title}`, async () => {
			await using project = await warm();
			change(project);
			assert.deepEqual(loaded(project), loads);
			assert.deepEqual(loaded(project), []);
		});

	it("loads everything with --no-cache, in another Node option, and with another variable that a module reads", async () => {
		await using project = await warm();
		assert.deepEqual(loaded(project, { args: ["--no-cache"] }), ALL);
		assert.deepEqual(loaded(project, { env: { OTHER: "1" } }), []);
		assert.deepEqual(loaded(project, { env: { FLAG: "1" } }), ALL);
		assert.deepEqual(loaded(project, { env: { NODE_OPTIONS: "--no-warnings" } }), ALL);
	});

	it("loads a module again that requires another one, or has the environment under a name of its own", async () => {
		await using project = await commandProject({
			"src/r.js": `${LOGS}import { createRequire } from "node:module";\nconst load = createRequire(import.meta.url);\nexport const r = load("./data.cjs").r;`,
			"src/data.cjs": "exports.r = () => 1;",
			"src/e.js": `${LOGS}import { env } from "node:process";\nexport const e = env.FLAG === "1" ? () => 1 : () => 2;`,
		});
		assert.deepEqual(loaded(project), ["e.js", "r.js"]);
		assert.deepEqual(loaded(project), []);
		write(project, "src/data.cjs", "exports.r = () => 3;");
		assert.deepEqual(loaded(project), ["r.js"]);
		assert.deepEqual(loaded(project, { env: { FLAG: "1" } }), ["e.js", "r.js"]);
	});

	it("has the same names and problems as without what it knows", async () => {
		await using project = await warm();
		write(project, "src/c.js", `${FILES["src/c.js"]}\nconst hidden = task(async () => 1);\n`);
		const problems = (...args: string[]) => project.namesake(["check", "--json", ...args], { flags: [] }).stdout;
		const without = problems("--no-cache");
		assert.match(without, /NOT_EXPORTED/);
		assert.deepEqual([problems(), problems()], [without, without]);
		const locks = [["--no-cache"], [], []].map((args) => {
			rmSync(project.at("namesake.lock.json"), { force: true });
			assert.equal(project.namesake(["lock", ...args], { flags: [] }).code, 0);
			return readFileSync(project.at("namesake.lock.json"), "utf8");
		});
		assert.equal(new Set(locks).size, 1);
	});

	it("gives the same answer while lock, options and working directory are the same, and another one after that", async () => {
		await using project = await commandProject({
			"src/list.js": `${IMPORT}export const list = [task(async () => 1), task(async () => 2)];`,
		});
		const check = (...args: string[]) => project.namesake(["check", ...args], { flags: [] });
		assert.equal(project.namesake(["lock"], { flags: [] }).code, 0);
		const first = check();
		assert.match(first.stdout, /notice\[POSITIONAL_NAME\][\s\S]*src\/list\.js:2/);
		assert.deepEqual(check(), first);
		const below = project.namesake(["check"], { flags: [], cwd: "src" });
		assert.match(below.stdout, /(?<!src\/)list\.js:2/);
		const lock = project.at("namesake.lock.json");
		writeFileSync(lock, readFileSync(lock, "utf8").replaceAll("list[1]", "list[2]"));
		assert.match(check().stdout, /list\[2\]/);
		const asJson = check("--json");
		assert.deepEqual(check("--json"), asJson);
		assert.equal(JSON.parse(asJson.stdout).ok, false);
		assert.equal(check("--fix").code, 0);
		assert.equal(check().code, 0);
		assert.equal(check("--only-tasks").code, 0);
	});

	it("loads a module that failed again, and takes a broken cache for none", async () => {
		await using project = await commandProject({
			...FILES,
			"src/fails.js": 'throw new Error("no"); export const f = () => 1;',
		});
		const check = () => project.namesake(["check"], { flags: [] });
		assert.deepEqual([check().code, check().code], [1, 1]);
		rmSync(project.at("src/fails.js"));
		loaded(project);
		const folder = project.at("node_modules/.cache/namesake");
		for (const file of readdirSync(folder)) writeFileSync(`${folder}/${file}`, '{"key":1');
		assert.deepEqual(loaded(project), ALL);
	});
});
