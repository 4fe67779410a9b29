import { dirname, isAbsolute, resolve } from "node:path";
import { NamesakeError } from "../base/errors.ts";
import { ownOption } from "../base/own.ts";
import { isWorkerThread, process } from "../base/runtime.ts";
import { isDirectory, isInside, realPath } from "./path.ts";

/** What decides how a file is named. */
export interface NamingOptions {
	/**
	 * `auto`: the package that the file is in. `.`: the working directory. Else the path of a folder.
	 *
	 * @default the environment variable `NAMESAKE_PACKAGE_ROOT`, as it is when the first name is asked for, else `auto`
	 */
	readonly packageRoot?: string | undefined;
}

let environmentRoot: { readonly value: string | undefined } | undefined;

/**
 * The variable, which is read once: a name is the same for as long as a process runs, and to read a variable takes longer than to
 * answer a question that was asked before.
 */
function rootOfEnvironment(): string | undefined {
	environmentRoot ??= { value: process.env["NAMESAKE_PACKAGE_ROOT"] };
	return environmentRoot.value;
}

/**
 * The real path of the root that was set, or undefined for `auto`.
 *
 * @throws NamesakeError `OUTSIDE_ROOT` if it counts from a working directory that has been deleted.
 */
export function explicitRoot(options: NamingOptions): string | undefined {
	const root = ownOption(options, "packageRoot") ?? rootOfEnvironment();
	if (root === undefined || root === "" || root === "auto") return undefined;
	if (isAbsolute(root)) return realPath(root);
	const cwd = workingDirectory();
	if (cwd !== undefined) return realPath(resolve(cwd, root));
	throw new NamesakeError("OUTSIDE_ROOT", {
		asked: root,
		why: "the package root is relative to the working directory, which was deleted",
		fix: "set the root to an absolute path, or run in a folder that exists",
	});
}

/** What else than the file decides how it is named, as one text: for answers that are kept. */
export function rootKey(options: NamingOptions): string {
	return `${ownOption(options, "packageRoot") ?? rootOfEnvironment() ?? ""}\0${workingDirectory() ?? ""}`;
}

/** The working directory; undefined if it has been deleted. */
export function workingDirectory(): string | undefined {
	try {
		return process.cwd();
	} catch {
		return undefined;
	}
}

/** The folder of the main script, real; undefined if there is none, as in the REPL, and in a worker thread, which does not know it. */
export function mainDirectory(): string | undefined {
	return isWorkerThread() ? undefined : entryDirectory();
}

/** The folder of the script that this process or thread was started with, real; undefined if there is none, as in the REPL. */
export function entryDirectory(): string | undefined {
	const script = process.argv[1];
	if (script === undefined || script === "-") return undefined;
	const path = realPath(script);
	// `node .` leaves the folder in argv.
	return isDirectory(path) ? path : dirname(path);
}

/**
 * The root of files that are in no package: the working directory. The main script's folder is none: a worker has another main script, and would
 * take a name for another file.
 */
export function rootsWithoutPackage(): string[] {
	const cwd = workingDirectory();
	return cwd === undefined ? [] : [realPath(cwd)];
}

/** The root of a file that is in no package. */
export function rootWithoutPackage(file: string): string {
	const roots = rootsWithoutPackage();
	const root = roots.find((directory) => isInside(directory, file));
	if (root !== undefined) return root;
	throw new NamesakeError("OUTSIDE_ROOT", {
		asked: file,
		why: `no folder above the file has a package.json, and the file is not inside the working directory${roots.map((directory) => ` ${directory}`).join()}`,
		fix: "add a package.json with a name, or set packageRoot (NAMESAKE_PACKAGE_ROOT)",
	});
}
