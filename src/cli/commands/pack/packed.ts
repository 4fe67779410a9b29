import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { labelOf, NamesakeError } from "../../../base/errors.ts";
import { isClass } from "../../../base/is-class.ts";
import { formatName } from "../../../base/name.ts";
import { isWorkerThread } from "../../../base/runtime.ts";
import { cutSourceLines } from "../../../base/source-line.ts";
import { load } from "../../../load/load.ts";
import { registry } from "../../../registry/read.ts";
import { recordedValues } from "../../../tracking/recorded-place.ts";
import { callable } from "../../../tracking/resolver.ts";
import { isTask } from "../../../tracking/task.ts";
import { callTask } from "../../process/call-task.ts";
import { allowClosedPipes, EXIT, exitCodeOf, UsageError } from "../../process/exit.ts";
import { parseArguments } from "../../process/json-arguments.ts";
import { onUncaught } from "../../process/uncaught.ts";
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
	onUncaught(textOf);
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
	await write(process.stderr, `${textOf(error)}\n`);
	if (error instanceof UsageError) return EXIT.wrong;
	return error instanceof NamesakeError ? exitCodeOf(error.code) : EXIT.no;
}

function textOf(error: unknown): string {
	if (error instanceof NamesakeError) return error.message;
	if (!(error instanceof UsageError)) return cutSourceLines(inspect(error));
	const { message, frame, fix } = error;
	const lines = [...frame.map((line) => `    ${line}`), ...(fix === undefined ? [] : [`  fix: ${fix}`])];
	return [`${labelOf("error")}: ${message}`, ...lines].join("\n");
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
	return isClass(value) ? "class" : "function";
}
