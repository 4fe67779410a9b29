import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { createFixture, type FileTree, type FsFixture } from "fs-fixture";
import { dieTogether } from "../die-together.ts";
import type { Claim, Command, Section } from "./markdown.ts";

const root = process.cwd();
/** Node 20 reads TypeScript with the loader that the documents tell to use there. */
const LOADER = (process.features as { typescript?: unknown }).typescript ? "" : "--import tsx";
/** The flags for --permission before Node 22.13, where the preload also needs a thread. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has("--permission")
	? ""
	: 'case "$1" in --permission) shift; set -- --experimental-permission --allow-worker "$@" ;; esac\n';
const MANIFEST = { name: "@acme/app", type: "module", private: true };

/** The project that a section writes down; without files, a copy of examples/. */
export async function createProject(section: Section): Promise<FsFixture> {
	const tree: FileTree = { "package.json": JSON.stringify(MANIFEST), ...Object.fromEntries(section.files) };
	const fixture = await createFixture(section.files.size > 0 ? tree : join(root, "examples"), {
		templateFilter: (path) => !path.includes("node_modules"),
	});
	await mkdir(fixture.getPath("node_modules/.bin"), { recursive: true });
	await symlink(root, fixture.getPath("node_modules/namesake"), "junction");
	for (const name of ["esbuild", "node-sqlite3-wasm", "piscina", "tsx"])
		await symlink(join(root, "node_modules", name), fixture.getPath("node_modules", name), "junction");
	await writeCommand(fixture, "namesake", `exec "${process.execPath}" "${join(root, "dist/cli/bin.js")}" "$@"`);
	await writeCommand(
		fixture,
		"node",
		`${PERMISSION}case "$*" in *.ts*) set -- ${LOADER} "$@" ;; esac\nexec "${process.execPath}" "$@"`,
	);
	await writeCommand(fixture, "npx", 'exec "$@"');
	return fixture;
}

async function writeCommand(fixture: FsFixture, name: string, text: string): Promise<void> {
	await writeFile(fixture.getPath("node_modules/.bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** A claim with what is true; `message` is that of the error. */
export interface Answer extends Claim {
	readonly actual: string;
	readonly message: string;
}

export async function answersOf(section: Section, fixture: FsFixture): Promise<Answer[]> {
	const program = fixture.getPath("evaluate.mjs");
	await writeFile(program, await readFile(join(root, "tests/docs/evaluate.mjs")));
	const sources = [...section.files.keys()].filter((file) => !/\.json$|^node_modules\//.test(file));
	const loader = LOADER !== "" && sources.some((file) => file.endsWith(".ts")) ? LOADER.split(" ") : [];
	const args = [...loader, program, JSON.stringify(sources), JSON.stringify(section.claims)];
	const { stdout } = await promisify(execFile)(process.execPath, args, {
		cwd: fixture.path,
		env: environment(fixture),
	});
	const answers = JSON.parse(stdout) as Answer[];
	return answers.map((answer) => ({ ...answer, message: neutral(answer.message, fixture) }));
}

/** What a slow machine gets to see. */
const PROGRESS = /^namesake: (?:loading|proving|reading) \d+ .*\n/gm;

/** What a command writes, to stdout and stderr. */
export async function outputOf({ text }: Command, fixture: FsFixture): Promise<string> {
	const options = { cwd: fixture.path, env: environment(fixture) };
	const { stdout, stderr } = await promisify(execFile)("sh", ["-c", text], options).catch(
		(error: { stdout: string; stderr: string }) => error,
	);
	return neutral(`${stdout}${stderr.replaceAll(PROGRESS, "")}`, fixture);
}

/** What a command that goes on has written by the time that there are as many lines as the document shows; then it is told to end. */
export async function firstOutputOf({ text, output }: Command, fixture: FsFixture): Promise<string> {
	const child = spawn("sh", ["-c", text], { cwd: fixture.path, env: environment(fixture) });
	dieTogether(child);
	const exit = once(child, "exit");
	const timer = setTimeout(() => child.kill(), 300_000);
	let written = "";
	const isEnough = () => written.split("\n").length > output.text.split("\n").length;
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (data) => {
			written += data;
			if (isEnough()) child.kill();
		});
	await exit;
	clearTimeout(timer);
	return neutral(written.split("\n").slice(0, output.text.split("\n").length).join("\n"), fixture);
}

/** The fixture's place and Node's version are not the same everywhere. */
function neutral(text: string, fixture: FsFixture): string {
	return text
		.replaceAll(fixture.path.replace(/\/$/, ""), "/app")
		.replaceAll(process.version, "v20.19.0")
		.replaceAll(/[ \t]+$/gm, "")
		.trim();
}

function environment(fixture: FsFixture): NodeJS.ProcessEnv {
	const PATH = [fixture.getPath("node_modules/.bin"), process.env["PATH"]].join(delimiter);
	return {
		...process.env,
		PATH,
		NO_COLOR: "1",
		FORCE_COLOR: undefined,
		NODE_OPTIONS: "",
		NODE_TEST_CONTEXT: undefined,
	};
}
