import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Project } from "./project.ts";
import { type Node, type Outcome, type RunOptions, runFile, runNode } from "./run.ts";
import { SELF_TELLS } from "./self.ts";

/** M1, M5, M6: the same module as main, elsewhere, in a worker, below another root; and code that is in no module. */
export async function checkModes(node: Node, project: Project): Promise<string[]> {
	const modes = [asMain, inAnotherDirectory, inWorker, outsideRoot, belowRoots];
	if (project.setting.name.startsWith("js-")) modes.push(evaluated, inRepl);
	const found = [];
	for (const mode of modes) found.push(...(await mode(node, project)));
	return found.map((failure) => `  ${failure}`);
}

async function asMain(node: Node, project: Project): Promise<string[]> {
	return compare("M1 as main", await tell(node, project), SELF_TELLS);
}

async function inAnotherDirectory(node: Node, project: Project): Promise<string[]> {
	return compare("M1 from another directory", await tell(node, project, { cwd: tmpdir() }), SELF_TELLS);
}

async function inWorker(node: Node, project: Project): Promise<string[]> {
	const start = path.join(project.directory, project.setting.out, "start-worker.mjs");
	await writeFile(
		start,
		[
			'import { Worker } from "node:worker_threads";',
			"const worker = new Worker(process.argv[2]);",
			'worker.on("message", (told) => console.log(JSON.stringify(told)));',
		].join("\n"),
	);
	let main = selfOf(project);
	if (project.setting.tsx && node.version[0] < 24) {
		// There a worker does not inherit all of tsx, so its main module has to bring it.
		main = path.join(project.directory, project.setting.out, "register-tsx.mjs");
		const self = JSON.stringify(project.modules.self?.url);
		const lines = ["esm", "cjs"].map(
			(loader) => `(await import("${import.meta.resolve(`tsx/${loader}/api`)}")).register();`,
		);
		await writeFile(main, [...lines, `await import(${self});`].join("\n"));
	}
	const outcome = await runFile(node, project, [start, main], { env: { ACME_TELL: "1" } });
	return compare("M1 in a worker", outcome, SELF_TELLS);
}

async function outsideRoot(node: Node, project: Project): Promise<string[]> {
	const outcome = await tell(node, project, {
		env: { NAMESAKE_PACKAGE_ROOT: path.join(project.directory, "packages") },
	});
	return compare("M5 outside the root", outcome, { code: "OUTSIDE_ROOT" });
}

/** The root `.`, and the same as a path: one answer. */
async function belowRoots(node: Node, project: Project): Promise<string[]> {
	const told = [];
	for (const root of [".", project.directory]) {
		const { stdout, complaints } = await tell(node, project, { env: { NAMESAKE_PACKAGE_ROOT: root } });
		told.push(complaints === "" ? stdout : complaints);
	}
	const [dot, absolute] = told;
	const [first] = (parse(dot ?? "") as { names?: string[] }).names ?? [];
	const found = [];
	if (dot !== absolute) found.push(`M5 root: . gives ${dot}, its path gives ${absolute}`);
	if (!/(^|\/)src\/self#send$/.test(first ?? "")) found.push(`M5 root .: expected …src/self#send, got ${dot}`);
	return found;
}

async function evaluated(node: Node, project: Project): Promise<string[]> {
	const commonjs = project.setting.type === "commonjs";
	const head = commonjs ? 'const lib = require("namesake");' : 'import * as lib from "namesake";';
	const text = `${head} function f() {} const { name, moduleName, functionName, loadable } = lib.extractTaskModule(f); console.log(JSON.stringify({ moduleName, functionName, loadable, bundle: lib.isReplOrBundle() }));`;
	const type = commonjs ? "commonjs" : "module";
	const expected = { moduleName: "", functionName: "f", loadable: false, bundle: true };
	const found = compare("M6 node -e", await runFile(node, project, [`--input-type=${type}`, "-e", text]), expected);
	const stdin = await runFile(node, project, [`--input-type=${type}`, "-"], { input: text });
	return [...found, ...compare("M6 stdin", stdin, expected)];
}

async function inRepl(node: Node, project: Project): Promise<string[]> {
	const lines = [
		'const lib = require("namesake");',
		"function f() {}",
		"const { moduleName, functionName, loadable } = lib.extractTaskModule(f);",
		"console.log(JSON.stringify({ moduleName, functionName, loadable, bundle: lib.isReplOrBundle() }));",
		"",
	];
	const outcome = await runNode(node, ["-i"], {
		cwd: project.directory,
		input: lines.join("\n"),
		env: { NODE_REPL_HISTORY: "" },
	});
	const stdout = /\{"moduleName.*\}/.exec(outcome.stdout)?.[0] ?? outcome.stdout;
	const expected = { moduleName: "", functionName: "f", loadable: false, bundle: true };
	return compare("M6 REPL", { ...outcome, stdout }, expected);
}

function tell(node: Node, project: Project, options: RunOptions = {}): Promise<Outcome> {
	return runFile(node, project, [selfOf(project)], { ...options, env: { ACME_TELL: "1", ...options.env } });
}

function selfOf(project: Project): string {
	return project.modules.self?.file ?? "";
}

/** What was told has at least what is expected, and nothing was said on stderr. */
function compare(mode: string, { stdout, complaints }: Outcome, expected: Readonly<Record<string, unknown>>): string[] {
	if (complaints !== "") return [`${mode}: unexpected output: ${complaints}`];
	const told = parse(stdout) as Record<string, unknown>;
	const differs = Object.keys(expected).some((key) => JSON.stringify(told[key]) !== JSON.stringify(expected[key]));
	return differs ? [`${mode}: expected ${JSON.stringify(expected)}, got ${stdout.trim()}`] : [];
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}
