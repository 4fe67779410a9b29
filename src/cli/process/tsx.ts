import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { NamesakeError } from "../../base/errors.ts";
import { hasLoaderFlag, readsTypeScript } from "../../hosts/typescript-loader.ts";
import type { LoadOptions } from "../../load/load.ts";
import { preferredFiles, resolve } from "../../load/preferred-files.ts";
import { isTypeScript } from "../../package/path.ts";

/** Is set in the process that runs with tsx, so that it does not start another one. */
const GUARD = "NAMESAKE_WITH_TSX";

const isReexecuted = process.env[GUARD] !== undefined;
// The task's own children are not this one.
delete process.env[GUARD];

/** Before anything is loaded: the URL of tsx, if the module can only be read with it. */
export function needsTsx(moduleName: string | undefined, options: LoadOptions): string | undefined {
	if (moduleName === undefined || isReexecuted || readsTypeScript()) return undefined;
	let files: readonly string[];
	try {
		files = preferredFiles(resolve(moduleName, options));
	} catch {
		// Loading it says what is wrong.
		return undefined;
	}
	const [file = ""] = files;
	if (!isTypeScript(file)) return undefined;
	const tsx = tsxOf(file, options);
	if (tsx !== undefined || files.some((candidate) => !isTypeScript(candidate))) return tsx;
	throw new NamesakeError("MODULE_FAILED", {
		asked: moduleName,
		where: { file, line: 1, column: 1 },
		why: `this Node (${process.version}) can't read TypeScript by itself, and the project has no tsx`,
		fix: "run `npm install --save-dev tsx`, use Node 22.18 or later, or build the project",
	});
}

/**
 * After a failure: the URL of tsx, if the failure is one of Node's own reading of TypeScript and tsx may read it; else what
 * is to be reported.
 */
export function alternativeTo(
	error: unknown,
	options: LoadOptions,
): { readonly tsx: string } | { readonly error: unknown } {
	if (!(error instanceof NamesakeError) || error.code !== "MODULE_FAILED" || isReexecuted || hasLoaderFlag())
		return { error };
	const [place] = error.where;
	const cause = error.cause as (Error & { readonly code?: string }) | undefined;
	if (place === undefined || !isUnreadSource(error)) return { error };
	const tsx = tsxOf(place.file, options);
	if (tsx !== undefined) return { tsx };
	if (cause?.code !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") return { error };
	return {
		error: new NamesakeError("MODULE_FAILED", {
			asked: error.asked,
			where: place,
			why: `Node only strips types: ${cause.message}. The project has no tsx, which could read it`,
			fix: "run `npm install --save-dev tsx`, build the project, or avoid that syntax",
		}),
	};
}

/** Is it Node's own reading of the text that has failed, so that nothing has run? */
export function isUnreadSource({ code, cause }: NamesakeError): boolean {
	const thrown = cause as (Error & { readonly code?: string }) | undefined;
	return code === "MODULE_FAILED" && (READING_CODES.has(thrown?.code ?? "") || thrown?.name === "SyntaxError");
}

/** The URL of the project's tsx, if it has one and this process has been given no loader. */
export function spareTsx(directory: string): string | undefined {
	return isReexecuted || hasLoaderFlag() ? undefined : tsxIn([directory, process.cwd()]);
}

/**
 * Syntax that can't be erased, an import of `./x.js` that is `x.ts`, `import` in a CommonJS package: Node finds these before
 * an ES module runs, so that nothing has happened yet. https://nodejs.org/api/typescript.html#type-stripping
 */
const READING_CODES: ReadonlySet<string> = new Set([
	"ERR_INVALID_TYPESCRIPT_SYNTAX",
	"ERR_MODULE_NOT_FOUND",
	"ERR_UNKNOWN_FILE_EXTENSION",
	"ERR_UNSUPPORTED_DIR_IMPORT",
	"ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
	"MODULE_NOT_FOUND",
]);

/**
 * Makes this very process read TypeScript with the project's tsx, if it has one and no loader has been asked for. It does what
 * `--import tsx` does: https://tsx.is/dev-api/node-cli
 */
export async function useTsx(): Promise<void> {
	const tsx = hasLoaderFlag() ? undefined : tsxIn([process.cwd()]);
	if (tsx !== undefined) await import(tsx);
}

/** The project's own tsx: this package has none, and a version that the project does not know is not fetched. */
function tsxOf(file: string, { from }: LoadOptions): string | undefined {
	return tsxIn([dirname(file), process.cwd(), ...(from === undefined ? [] : [String(from)])]);
}

function tsxIn(directories: readonly string[]): string | undefined {
	for (const directory of directories) {
		try {
			return pathToFileURL(createRequire(join(directory, "_.js")).resolve("tsx")).href;
		} catch {
			// Not here.
		}
	}
	return undefined;
}

/** Runs this very command once more, in a Node with tsx, which takes over terminal, signals and exit code. */
export async function reexecWithTsx(tsx: string): Promise<number> {
	const [, script = "", ...args] = process.argv;
	const child = spawn(process.execPath, [...process.execArgv, "--import", tsx, script, ...args], {
		stdio: "inherit",
		env: { ...process.env, [GUARD]: "1" },
	});
	const forward = (signal: NodeJS.Signals) => {
		child.kill(signal);
	};
	// A terminal sends SIGINT to both.
	const ignore = () => undefined;
	const signals: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGUSR2"];
	for (const signal of signals) process.on(signal, forward);
	process.on("SIGINT", process.stdin.isTTY ? ignore : forward);
	const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done, fail) => {
		child.once("error", fail);
		child.once("exit", (exitCode, exitSignal) => done({ code: exitCode, signal: exitSignal }));
	});
	for (const name of signals) process.off(name, forward);
	process.removeAllListeners("SIGINT");
	if (signal !== null) process.kill(process.pid, signal);
	return code ?? 1;
}
