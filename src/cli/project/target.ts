import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { moduleNameOfFile } from "../../package/module-name.ts";
import { hasSourceExtension, isFile } from "../../package/path.ts";
import { UsageError } from "../process/exit.ts";

/** Where names are looked for, and what they may open. */
export interface LookupOptions {
	readonly root?: string | undefined;
	readonly allow?: readonly string[] | undefined;
}

/** What a command was asked for. */
export interface Target {
	readonly name: string;
	/** The folder of the file, when a file was named: its project is where the name is looked for. */
	readonly from: string | undefined;
}

/**
 * A name as it is, or the name that `path/to/file.ts#export.path` stands for.
 *
 * @throws UsageError if it is the path of a file that is not there.
 */
export function targetOf(text: string, { root }: LookupOptions): Target {
	const split = splitFile(text);
	if (split === undefined) return { name: text, from: undefined };
	const file = resolve(split.file);
	return { name: `${moduleNameOfFile(file, { packageRoot: root })}#${split.path}`, from: dirname(file) };
}

/** A `#` may be part of a path: the first that ends the path of a file counts. */
function splitFile(text: string): { readonly file: string; readonly path: string } | undefined {
	for (let hash = text.indexOf("#"); hash !== -1; hash = text.indexOf("#", hash + 1)) {
		const file = text.slice(0, hash);
		if (hasSourceExtension(file) && isFile(resolve(file))) return { file, path: text.slice(hash + 1) };
	}
	const [path = ""] = text.split("#", 1);
	// Names have no extension: in a folder that exists, this is the path of a file that does not.
	if (hasSourceExtension(path) && existsSync(dirname(resolve(path)))) throw new UsageError(`there is no file ${path}`);
	return undefined;
}
