import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type CommandProject, commandProject } from "./command.ts";

const IMPORT = 'import { task, TrackedInstance } from "namesake";\n';
const FILES = {
	"src/m.js": `${IMPORT}class Queue extends TrackedInstance {}
export const queue = new Queue();
export const send = task(async (to, copy = false) => [to, copy].map(String).join("-"));
export const own = task(send.fn, { name: "own-name", previously: ["app/src/old#own"] });
export function plain(a) { return a; }
export class Plain {}
export const value = 1;
`,
};

interface Entry {
	readonly name: string;
	readonly kind: string;
}

const namesOf = (project: CommandProject): readonly (readonly [string, string])[] =>
	(JSON.parse(textOf(project)) as { names: Entry[] }).names.map(({ name, kind }) => [name, kind]);
const textOf = (project: CommandProject) => readFileSync(project.at("namesake.lock.json"), "utf8");

const TASKS = [
	["app/src/m#queue", "instance"],
	["app/src/m#send", "task"],
	["own-name", "task"],
] as const;

describe("namesake lock", () => {
	it("writes tasks and tracked instances; functions and classes when it is told to, and from then on", async () => {
		await using project = await commandProject(FILES);
		const { code, stdout, stderr } = project.namesake(["lock"]);
		assert.deepEqual([code, stdout, stderr], [0, "", "namesake.lock.json: 3 names (3 new)\n"]);
		assert.deepEqual(namesOf(project), TASKS);
		assert.match(project.namesake(["list"]).stdout, /^own-name\ttask\tsrc\/m\.js:5:14\tyes$/m);
		const first = textOf(project);
		assert.match(project.namesake(["lock"]).stderr, /3 names, unchanged/);
		assert.equal(textOf(project), first);
		const all = [["app/src/m#Plain", "class"], ["app/src/m#plain", "function"], ...TASKS] as const;
		assert.equal(project.namesake(["lock", "--all"]).code, 0);
		assert.deepEqual(namesOf(project), all);
		assert.match(project.namesake(["lock"]).stderr, /5 names, unchanged/);
		assert.equal(project.namesake(["lock", "--no-all"]).code, 0);
		assert.deepEqual(namesOf(project), all);
		assert.doesNotMatch(textOf(project), /"all"/);
	});

	it("writes what tells a name again, a field on each line", async () => {
		await using project = await commandProject(FILES);
		project.namesake(["lock"]);
		const { names } = JSON.parse(textOf(project)) as { names: Record<string, unknown>[] };
		const hash = /^[0-9a-f]{16}-[0-9a-f]{16}$/;
		for (const { body } of names) assert.match(String(body), hash);
		assert.deepEqual(
			names.map(({ body: _, ...entry }) => entry),
			[
				{ name: "app/src/m#queue", kind: "instance" },
				{ name: "app/src/m#send", kind: "task", signature: "(to, copy = false)" },
				{ name: "own-name", at: "app/src/m#own", kind: "task", previous: ["app/src/old#own"] },
			],
		);
		assert.ok(textOf(project).includes('\t\t{\n\t\t\t"name": "app/src/m#send",\n\t\t\t"kind": "task",\n'));
	});

	it("is the same from any folder of the package", async () => {
		await using project = await commandProject(FILES);
		project.namesake(["lock"], { cwd: "src" });
		assert.deepEqual(namesOf(project), TASKS);
		assert.ok(!existsSync(project.at("src/namesake.lock.json")));
		assert.match(project.namesake(["check"], { cwd: "src" }).stderr, /all proved\n$/);
	});

	it("is below another package root where one is set", async () => {
		await using project = await commandProject(FILES);
		project.namesake(["lock", "--root", "src"]);
		const { names } = JSON.parse(readFileSync(project.at("src/namesake.lock.json"), "utf8")) as { names: Entry[] };
		assert.deepEqual(
			names.map(({ name }) => name),
			["./m#queue", "./m#send", "own-name"],
		);
		assert.equal(project.namesake(["check", "--root", "src"]).code, 0);
	});

	it("counts what may have been renamed as removed only when it is told to", async () => {
		await using project = await commandProject(FILES);
		project.namesake(["lock"]);
		const before = textOf(project);
		writeFileSync(
			project.at("src/m.js"),
			FILES["src/m.js"].replace("const send =", "const post =").replace("send.fn", "post.fn"),
		);
		const refused = project.namesake(["lock"]);
		assert.equal(refused.code, 1);
		assert.match(
			refused.stderr,
			/^error\[NAME_RENAMED\]: the value was renamed: app\/src\/m#send\n.*\n.*\n.*> 4 \| export const post/,
		);
		assert.match(refused.stderr, /wrote nothing, because of 1 problem\n$/);
		assert.equal(textOf(project), before);
		assert.match(project.namesake(["lock", "--forget"]).stderr, /3 names \(1 new, 1 removed\)/);
		assert.match(textOf(project), /"name": "app\/src\/m#send",\n(?:.*\n){3}\s+"removed": true/);
	});
});

describe("namesake lock and check --fix write nothing", () => {
	const PREVIOUS =
		'{\n"version": 1,\n"names": [\n{ "name": "app/src/m#send", "kind": "task", "previous": ["app/x#a", "app/src/m#queue"] },\n{ "name": "app/src/m#queue", "kind": "instance" }\n] }';
	for (const [what, text, line] of [
		["that is cut off", '{\n"version": 1,\n"names": [', 3],
		["of a later version", '{\n"version": 2,\n"names": {}\n}', 2],
		["with the marks of a merge", '{\n"version": 1,\n"names": [\n<<<<<<< ours\n=======\n>>>>>>> theirs\n]\n}', 4],
		["that contradicts itself", PREVIOUS, 4],
		["that is empty", "", 1],
	] as const)
		it(`over a lock ${what}`, async () => {
			await using project = await commandProject({ ...FILES, "namesake.lock.json": text });
			const locked = project.namesake(["lock"]);
			assert.equal(locked.code, 1);
			assert.match(
				locked.stderr,
				new RegExp(`^error\\[LOCK_INVALID\\]: .*\\n  at .*namesake\\.lock\\.json:${line}\\b`),
			);
			const { code, stdout } = project.namesake(["check", "--fix", "--json"]);
			const { ok, problems } = JSON.parse(stdout) as {
				ok: boolean;
				problems: { code: string; file: string; line: number }[];
			};
			assert.deepEqual([code, ok], [1, false]);
			assert.deepEqual(
				problems.map((problem) => [problem.code, problem.file, problem.line]),
				[["LOCK_INVALID", "namesake.lock.json", line]],
			);
			assert.equal(textOf(project), text);
			assert.deepEqual(readdirSync(project.at()).sort(), ["namesake.lock.json", "node_modules", "package.json", "src"]);
		});

	it("where a file can't be read, since its names would seem to be gone", async () => {
		await using project = await commandProject(FILES);
		project.namesake(["lock"]);
		const before = textOf(project);
		writeFileSync(project.at("src/m.js"), "export const = 1;\n");
		const { code, stderr } = project.namesake(["lock"]);
		assert.equal(code, 1);
		assert.match(stderr, /^error\[SOURCE_UNAVAILABLE\]: /);
		const checked = project.namesake(["check", "--fix", "--json"]);
		const { problems } = JSON.parse(checked.stdout) as { problems: { code: string }[] };
		assert.deepEqual(
			problems.map((problem) => problem.code),
			["SOURCE_UNAVAILABLE"],
		);
		assert.equal(textOf(project), before);
	});

	it("of names that the text does not show, that are no names, or that two claim", async () => {
		for (const [text, code, says] of [
			[
				'export const a = task(() => 1, { name: "x" + process.pid });',
				"INVALID_NAME",
				/^error\[INVALID_NAME\]: the text is not a name: "x" \+ process\.pid\n {2}at src\/m\.js:2:40/,
			],
			[
				"export const a = task(() => 1, options());",
				"INVALID_NAME",
				/^error\[INVALID_NAME\]: the text is not a name: options\(\)/,
			],
			[
				"export const a = task(() => 1, { ...shared });",
				"INVALID_NAME",
				/^error\[INVALID_NAME\]: the text is not a name: \.\.\.shared/,
			],
			[
				"export const a = task(() => 1, { previously: [`${x}`] });",
				"INVALID_NAME",
				/^error\[INVALID_NAME\]: the text is not a name: \[`\$\{x\}`\]/,
			],
			[
				'export const a = task(() => 1, { name: "a#b" });',
				"INVALID_NAME",
				/^error\[INVALID_NAME\]: the text is not a name: "a#b"/,
			],
			[
				'export const a = task(() => 1, { previously: ["#"] });',
				"INVALID_NAME",
				/^error\[INVALID_NAME\]: the text is not a name: "#"/,
			],
			[
				'export const a = task(() => 1, { name: "x" });\nexport const b = task(() => 2, { name: "x" });',
				"DUPLICATE_NAME",
				/two tasks have this name/,
			],
			[
				'export const a = task(() => 1, { previously: ["app/x#y"] });\nexport const b = task(() => 2, { previously: ["app/x#y"] });',
				"DUPLICATE_NAME",
				/it is a previous name of both app\/src\/m#a and app\/src\/m#b/,
			],
			[
				'export const a = task(() => 1, { previously: ["app/src/m#b"] });\nexport const b = task(() => 2);',
				"DUPLICATE_NAME",
				/it is a previous name of app\/src\/m#a, and another value has it as its name/,
			],
		] as const) {
			await using project = await commandProject({ "src/m.js": `${IMPORT.replace(", TrackedInstance", "")}${text}\n` });
			const { code: exit, stderr } = project.namesake(["lock"]);
			assert.equal(exit, 1, text);
			assert.match(stderr, says, text);
			assert.ok(!existsSync(project.at("namesake.lock.json")));
			// The other ones are told in the same way.
			if (!/two tasks|process/.test(`${says}`)) continue;
			const { problems } = JSON.parse(project.namesake(["check", "--json"]).stdout) as { problems: { code: string }[] };
			assert.ok(
				problems.some((problem) => problem.code === code),
				text,
			);
		}
	});

	it("where a folder has the name of the lock", async () => {
		await using project = await commandProject({ ...FILES, "namesake.lock.json/x": "" });
		const { code, stderr } = project.namesake(["lock"]);
		assert.equal(code, 1);
		assert.match(stderr, /^error\[LOCK_INVALID\]: .*\n(?:.*\n)* {2}why: it can't be read/);
	});
});

describe("what namesake does not know in a lock", () => {
	it("is kept by lock and by check --fix", async () => {
		const kept = {
			comment: ["ours"],
			names: [
				{ name: "app/flows#daily", kind: "workflow", steps: 3, previous: ["app/flows#nightly"] },
				{ name: "app/src/m#send", kind: "task", owner: "team", previous: ["app/src/mails#send"] },
			],
		};
		await using project = await commandProject({ ...FILES, "namesake.lock.json": { version: 1, ...kept } });
		for (const args of [["check", "--fix"], ["lock"], ["lock", "--forget"]]) {
			project.namesake(args);
			const { comment, names } = JSON.parse(textOf(project)) as { comment: unknown; names: Record<string, unknown>[] };
			assert.deepEqual(comment, ["ours"]);
			assert.deepEqual(
				names.find(({ name }) => name === "app/flows#daily"),
				kept.names[0],
			);
			const { owner, previous } = names.find(({ name }) => name === "app/src/m#send") ?? {};
			assert.deepEqual([owner, previous], ["team", ["app/src/mails#send"]]);
		}
	});
});
