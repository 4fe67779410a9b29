import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type CommandProject, commandProject } from "./command.ts";

const FILES = {
	"package.json": { name: "@acme/app", type: "module" },
	"src/jobs.ts": `
		import { task } from "namesake";
		import { double } from "./math.ts";
		export const send = task(async (to: string) => ({ to, cents: double(1) }));
		export const table = { quiet: task(() => undefined), fails: task((): void => { throw new RangeError("no money"); }) };
		export function add(a: number, b: number) { return a + b; }
		export class Billing { static charge = task((cents: number) => cents / 100); }
		console.log("the module runs");
	`,
	"src/math.ts": "export const double = (n: number) => n * 2;\nexport const unused = () => 1;\n",
};

/** What the file says on a machine that has nothing else. */
function alone(project: CommandProject, args: readonly string[], file = "worker.mjs") {
	const folder = mkdtempSync(join(tmpdir(), "namesake-pack-"));
	try {
		copyFileSync(project.at(file), join(folder, "worker.mjs"));
		const { status, stdout, stderr } = spawnSync(process.execPath, ["worker.mjs", ...args], {
			cwd: folder,
			encoding: "utf8",
			timeout: 300_000,
		});
		return { code: status, stdout, stderr };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

for (const flags of [[], ["--minify"]])
	test(`pack ${flags.join(" ")}: one file that runs what it has by name`, async () => {
		await using project = await commandProject(FILES);
		const packed = project.namesake(["pack", "src/jobs.ts", ...flags]);
		assert.match(packed.stderr, /^worker\.mjs: \d+ kB, from 1 file\n$/);
		assert.deepEqual({ ...packed, stderr: "" }, { code: 0, stdout: "", stderr: "" });
		assert.deepEqual(alone(project, []), {
			code: 0,
			stdout: [
				"the module runs",
				"@acme/app/src/jobs#Billing\tclass",
				"@acme/app/src/jobs#Billing.charge\ttask",
				"@acme/app/src/jobs#add\tfunction",
				"@acme/app/src/jobs#send\ttask",
				"@acme/app/src/jobs#table.fails\ttask",
				"@acme/app/src/jobs#table.quiet\ttask",
				"@acme/app/src/math#double\tfunction",
				"",
			].join("\n"),
			stderr: "",
		});
		const run = (name: string, ...args: string[]) => alone(project, [`@acme/app/src/jobs#${name}`, ...args]);
		assert.equal(run("send", '"ada"').stdout, 'the module runs\n{"to":"ada","cents":2}\n');
		assert.equal(run("add", "2", "3").stdout, "the module runs\n5\n");
		assert.equal(run("table.quiet").stdout, "the module runs\n");
		const failed = run("table.fails");
		assert.equal(failed.code, 1);
		assert.match(failed.stderr, /^RangeError: no money\n/);
		for (const [name, code, args] of [
			["@acme/app/src/jobs#sned", "error[EXPORT_NOT_FOUND]: ", []],
			["@acme/app/src/math#unused", "error[EXPORT_NOT_FOUND]: ", []],
			["@acme/app/src/other#x", "error[MODULE_NOT_FOUND]: ", []],
			["fs#rmSync", "error[MODULE_NOT_FOUND]: ", []],
			["@acme/app/src/jobs#add", "error: argument 1 is not JSON", ["{"]],
		] as const) {
			const answer = alone(project, [name, ...args]);
			assert.equal(answer.code, 2, name);
			assert.ok(answer.stderr.startsWith(code), answer.stderr);
		}
	});

test("what is imported runs nothing by itself", async () => {
	await using project = await commandProject(FILES);
	project.namesake(["pack", "src/jobs.ts", "-o", "out/jobs.mjs", "--sourcemap"]);
	assert.deepEqual(readdirSync(project.at("out")).sort(), ["jobs.mjs", "jobs.mjs.map"]);
	const program =
		'import "./out/jobs.mjs"; import { load } from "namesake"; console.log(await (await load("@acme/app/src/jobs#add"))(1, 2))';
	const args = ["--input-type=module", "-e", program];
	assert.equal(execFileSync(process.execPath, args, { cwd: project.at(), encoding: "utf8" }), "the module runs\n3\n");
});

test("what can't be packed is told, and nothing is written or lost", async () => {
	await using project = await commandProject({
		...FILES,
		"src/broken.ts": "export const a = () => 1;\nexport const b = () => @;\n",
		"src/missing.ts": 'export { x } from "not-installed";\n',
		"src/native.ts": 'import addon from "../addon.node";\nexport const call = () => addon;\n',
		"addon.node": "",
		"worker.mjs": "what was there\n",
		"folder.mjs/file": "",
	});
	const answers = [
		["src/broken.ts", 1, /src\/broken\.ts:2:/],
		["src/missing.ts", 1, /Could not resolve "not-installed"/],
		["src/native.ts", 1, /--external <package>/],
		["src/nowhere.ts", 2, /there is no file or folder src\/nowhere\.ts/],
		["src/jobs.ts -o worker.js", 2, /--out must end with \.mjs/],
		["src/jobs.ts -o folder.mjs", 2, /can't write folder\.mjs/],
	] as const;
	for (const [args, code, pattern] of answers) {
		const answer = project.namesake(["pack", ...args.split(" ")]);
		assert.equal(answer.code, code, answer.stderr);
		assert.match(answer.stderr, pattern);
	}
	assert.equal(readFileSync(project.at("worker.mjs"), "utf8"), "what was there\n");
	assert.ok(statSync(project.at("folder.mjs")).isDirectory());
	assert.deepEqual(
		readdirSync(project.at()).filter((name) => name.startsWith("folder.mjs.")),
		[],
	);
	assert.ok(!existsSync(project.at("worker.js")));
});

test("an error that nobody catches has no long source line in a minified file", async () => {
	await using project = await commandProject({
		...FILES,
		"src/late.ts": `export const late = () => { setTimeout(() => { throw new Error("late"); }, 1); return new Promise((done) => setTimeout(done, 60_000)); };\n`,
	});
	assert.equal(project.namesake(["pack", "src/late.ts", "--minify"]).code, 0);
	const { code, stderr } = alone(project, ["@acme/app/src/late#late"]);
	assert.equal(code, 1);
	assert.match(stderr, /^Error: late\n {4}at /);
	for (const line of stderr.split("\n")) assert.ok(line.length <= 200, line);
});
