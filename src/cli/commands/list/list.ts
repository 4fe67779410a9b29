import { EXIT } from "../../process/exit.ts";
import { raiseJitThreshold } from "../../process/jit.ts";
import { report, tell } from "../../process/report.ts";
import { sourceFilesOf } from "../../project/files.ts";
import { readFiles } from "../../project/modules.ts";
import { renderProblems } from "../../render/problems.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { count } from "../../render/text.ts";
import { createLister, type ListedName } from "./lister.ts";
import { isWorthRawTransfer } from "./raw-transfer.ts";
import { plainLines, table } from "./table.ts";

export interface ListOptions {
	readonly json?: boolean | undefined;
	readonly all?: boolean | undefined;
	readonly changed?: boolean | undefined;
	readonly load?: boolean | undefined;
	/** In seconds. */
	readonly timeout?: number | undefined;
	readonly root?: string | undefined;
}

/** `namesake list` */
export async function list(paths: readonly string[], options: ListOptions): Promise<number> {
	if (options.changed === true) return await listChanged(paths, options);
	raiseJitThreshold();
	const files = await sourceFilesOf(paths);
	const { read, problems } = await readFiles(files, options.root, {
		mapper: createLister,
		module: new URL("./lister.js", import.meta.url),
		settings: { anonymous: options.all === true, isRaw: isWorthRawTransfer(files.length) },
	});
	for (const problem of problems) await report(problem);
	let names = read.flatMap((file) => file.names);
	let failures = problems.length;
	if (options.load === true) {
		const { loadedNames } = await import("./loaded.ts");
		const withFiles = read.map((one, index) => ({ ...one, file: files[index] ?? "" }));
		const { timeout = 10, root } = options;
		const loaded = await loadedNames(withFiles, { root, timeout: timeout * 1000 });
		names = [...loaded.names];
		failures += loaded.problems.length;
		await write(process.stderr, renderProblems(loaded.problems, await terminalOf(process.stderr)));
	}
	await write(process.stdout, await render(names, options));
	if (process.stderr.isTTY && options.json !== true) await tell(summary(names, files.length));
	return failures === 0 ? EXIT.fine : EXIT.no;
}

async function listChanged(paths: readonly string[], options: ListOptions): Promise<number> {
	const { changedNames } = await import("./changed.ts");
	const { names, code } = await changedNames(paths, options);
	await write(process.stdout, await render(names, options));
	if (process.stderr.isTTY && options.json !== true)
		await tell(`${count(names.length, "name")} changed since namesake.lock.json was written`);
	return code;
}

async function render(names: readonly ListedName[], { json }: ListOptions): Promise<string> {
	if (json === true) return `${JSON.stringify(names, undefined, "\t")}\n`;
	if (names.length === 0) return "";
	const { colours } = await terminalOf(process.stdout);
	// A table may be as wide as the terminal: it is not prose.
	return process.stdout.isTTY ? table(names, process.stdout.columns || 80, colours) : plainLines(names, colours);
}

function summary(names: readonly ListedName[], files: number): string {
	const loadable = names.filter((name) => name.loadable).length;
	return `${count(names.length, "name")} in ${count(files, "file")}, ${loadable} loadable`;
}
