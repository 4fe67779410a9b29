import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { NamesakeError } from "../../../base/errors.ts";
import { formatName } from "../../../base/name.ts";
import { isWorkerThread } from "../../../base/runtime.ts";
import { load } from "../../../load/load.ts";
import { registry } from "../../../registry/read.ts";
import { recordedValues } from "../../../tracking/recorded-place.ts";
import { callable } from "../../../tracking/resolver.ts";
import { isTask } from "../../../tracking/task.ts";
import { callTask } from "../../process/call-task.ts";
import { allowClosedPipes, EXIT, exitCodeOf, UsageError } from "../../process/exit.ts";
import { parseArguments } from "../../process/json-arguments.ts";
import { write } from "../../render/terminal.ts";

/*
 * What a file that `namesake pack` has made does besides: run as a program, it runs tasks by their names. This becomes a part of
 * that file.
 */

/**
 * @param url the file's `import.meta.url`.
 * @param modules the namespaces of the entries: so all that they export is kept.
 */
export async function packed(url: string, modules: readonly object[]): Promise<void> {
	const known = registry();
	if (known === undefined || modules.length === 0) return;
	known.isClosed = true;
	if (!isMain(url)) return;
	allowClosedPipes();
	const [name, ...args] = process.argv.slice(2);
	try {
		if (name === undefined || name === "--json") await list(name === "--json");
		else if (name === "-h" || name === "--help") await write(process.stdout, USAGE);
		else await run(name, args);
	} catch (error) {
		process.exitCode = await tell(error);
	}
}

const USAGE = `usage: node ${process.argv[1] ?? "worker.mjs"} [name [json...]]

Runs a function or task by its name, each argument JSON, and prints the result as JSON.
Without a name it lists what it has; --json prints that as one JSON array.
`;

function isMain(url: string): boolean {
	const [, main] = process.argv;
	try {
		return main !== undefined && !isWorkerThread() && realpathSync(main) === realpathSync(fileURLToPath(url));
	} catch {
		return false;
	}
}

async function run(name: string, args: readonly string[]): Promise<void> {
	const values = parseArguments(args);
	await callTask({
		asked: name,
		find: async () => callable(await load(name), name),
		args: values,
		notFound: tell,
		failed: async (error) => void (await tell(error)),
	});
}

async function tell(error: unknown): Promise<number> {
	const isCoded = error instanceof NamesakeError;
	const isUsage = error instanceof UsageError;
	const text = isCoded ? error.message : isUsage ? `error: ${error.message}` : inspect(error);
	await write(process.stderr, `${text}\n`);
	if (isUsage) return EXIT.wrong;
	return isCoded ? exitCodeOf(error.code) : EXIT.no;
}

async function list(isJson: boolean): Promise<void> {
	const entries = [...recordedValues()]
		.map(({ module, path, value }) => ({
			name: formatName({ moduleName: module.name, exportPath: path }),
			kind: kindOf(value),
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	const lines = entries.map(({ name, kind }) => `${name}\t${kind}\n`).join("");
	await write(process.stdout, isJson ? `${JSON.stringify(entries)}\n` : lines);
}

function kindOf(value: object): "class" | "function" | "instance" | "task" {
	if (isTask(value)) return "task";
	if (typeof value !== "function") return "instance";
	return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
}
