import { dirname, resolve } from "node:path";
import { NamesakeError } from "../errors.ts";
import { isWorkerThread } from "../runtime.ts";
import { isDirectory, isInside, realPath } from "./path.ts";

/** What decides how a file is named. */
export interface NamingOptions {
	/**
	 * `auto`: the package that the file is in. `.`: the working directory. Else the path of a folder.
	 *
	 * @default the environment variable `NAMESAKE_PACKAGE_ROOT`, else `auto`
	 */
	readonly packageRoot?: string | undefined;
}

/** The real path of the root that was set, or undefined for `auto`. */
export function explicitRoot(options: NamingOptions): string | undefined {
	const root = options.packageRoot ?? process.env["NAMESAKE_PACKAGE_ROOT"];
	return root === undefined || root === "" || root === "auto" ? undefined : realPath(resolve(root));
}

/**
 * The folder of the main script, real; undefined if there is none, as in the REPL. A worker thread does not know it:
 * its `process.argv[1]` is the worker's own file.
 */
export function mainDirectory(): string | undefined {
	const script = process.argv[1];
	if (isWorkerThread() || script === undefined || script === "-") return undefined;
	const path = realPath(script);
	// `node .` leaves the folder in argv.
	return isDirectory(path) ? path : dirname(path);
}

/** The roots of files that are in no package, the first that holds the file counts. */
export function rootsWithoutPackage(): string[] {
	const main = mainDirectory();
	const cwd = realPath(process.cwd());
	return main === undefined ? (isWorkerThread() ? [] : [cwd]) : [main, cwd];
}

/** The root of a file that is in no package. */
export function rootWithoutPackage(file: string): string {
	const roots = rootsWithoutPackage();
	const root = roots.find((directory) => isInside(directory, file));
	if (root !== undefined) return root;
	throw new NamesakeError("OUTSIDE_ROOT", {
		asked: file,
		why: isWorkerThread()
			? "no package.json is above it, and a worker thread can't know the folder of the main script"
			: `no package.json is above it, and it is not inside ${roots.join(" or ")}`,
		fix: "add a package.json with a name, or set packageRoot (NAMESAKE_PACKAGE_ROOT)",
	});
}
