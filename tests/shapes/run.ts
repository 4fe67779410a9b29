import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Project, TSX } from "./project.ts";
import type { Line, Task } from "./protocol.ts";

/** A Node binary. */
export interface Node {
	readonly binary: string;
	readonly version: readonly [number, number];
}

/** What a process left behind. */
export interface Outcome {
	readonly stdout: string;
	/** Everything on stderr, the exit code if it is not 0, and a timeout: none of these is expected. */
	readonly complaints: string;
}

export interface RunOptions {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
}

const TIMEOUT_MS = 600_000;

export function runNode(node: Node, args: readonly string[], options: RunOptions & { cwd: string }): Promise<Outcome> {
	return new Promise((resolve) => {
		const child = execFile(
			node.binary,
			args,
			{ cwd: options.cwd, env: { ...cleanEnvironment(), ...options.env }, timeout: TIMEOUT_MS, maxBuffer: 2 ** 26 },
			(error, stdout, stderr) => {
				const failed =
					error === null ? "" : `\n(exit code ${error.code}${error.killed ? ", killed after a timeout" : ""})`;
				resolve({ stdout, complaints: (stderr + failed).trim() });
			},
		);
		child.stdin?.end(options.input ?? "");
	});
}

/** Runs a file of the project as its setting does. */
export function runFile(
	node: Node,
	project: Project,
	args: readonly string[],
	options: RunOptions = {},
): Promise<Outcome> {
	const { command } = project.setting;
	if (command !== undefined) {
		const [binary, ...first] = command;
		return runNode({ ...node, binary }, [...first, ...args], { cwd: project.directory, ...options });
	}
	const flags = [...project.setting.flags, ...(project.setting.tsx ? ["--import", TSX] : [])];
	// Node 22 says that type stripping is experimental; that is not ours to fix.
	if (project.setting.name === "native-strip" && node.version[0] < 24)
		flags.push("--disable-warning=ExperimentalWarning");
	return runNode(node, [...flags, ...args], { cwd: project.directory, ...options });
}

/** Hands a task to the probe; what it answers, by line. */
export async function runProbe(
	node: Node,
	project: Project,
	task: Task,
): Promise<{ lines: Line[]; complaints: string }> {
	const file = path.join(project.directory, `${task.what}-${node.version.join(".")}.json`);
	await writeFile(file, JSON.stringify(task));
	const { stdout, complaints } = await runFile(node, project, [path.join(project.directory, project.main), file]);
	const texts = stdout.split("\n").filter((line) => line !== "");
	const lines = texts.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Line);
	const noise = texts.filter((line) => !line.startsWith("{")).join("\n");
	const finished = lines.some((line) => "done" in line) ? "" : "the probe did not come to its end";
	return { lines, complaints: [complaints, noise, finished].filter((text) => text !== "").join("\n") };
}

/** Ours, without what would make a child talk to the test runner or colour its output. */
function cleanEnvironment(): NodeJS.ProcessEnv {
	const { NODE_OPTIONS, NODE_TEST_CONTEXT, FORCE_COLOR, NO_COLOR, NAMESAKE_PACKAGE_ROOT, ...rest } = process.env;
	return rest;
}

/** This Node, and those of the path list NAMESAKE_NODES. */
export async function findNodes(): Promise<Node[]> {
	const others = (process.env.NAMESAKE_NODES ?? "").split(path.delimiter).filter((binary) => binary !== "");
	return Promise.all([...new Set([process.execPath, ...others])].map(inspectNode));
}

export function inspectNode(binary: string): Promise<Node> {
	return new Promise((resolve, reject) => {
		execFile(binary, ["-p", "process.versions.node"], { env: cleanEnvironment() }, (error, stdout) => {
			if (error !== null) return reject(error);
			const [major = 0, minor = 0] = stdout.trim().split(".").map(Number);
			resolve({ binary, version: [major, minor] });
		});
	});
}
