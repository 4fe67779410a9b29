import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isExplicitName } from "../../base/explicit-name.ts";
import { parseName } from "../../base/name.ts";
import { findLostName } from "../../lock/lost-name.ts";
import { moduleNameOfFile } from "../../package/module-name.ts";
import { hasSourceExtension, isFile } from "../../package/path.ts";
import type { LoadOptions } from "../../package/resolve.ts";
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

/**
 * The module that `load` opens for a name. For an explicit name it asks what `load` asks.
 *
 * @returns undefined for an unknown explicit name, which `load` refuses.
 * @throws NamesakeError `INVALID_NAME`; `DUPLICATE_NAME`, `LOCK_INVALID`.
 */
export async function moduleToLoad(name: string, options: LoadOptions): Promise<string | undefined> {
	const target = isExplicitName(name) ? (await findLostName(name, options))?.target : name;
	return target === undefined ? undefined : parseName(target).moduleName;
}

/** A `#` may be part of a path: the first that ends the path of a file counts. */
function splitFile(text: string): { readonly file: string; readonly path: string } | undefined {
	for (let hash = text.indexOf("#"); hash !== -1; hash = text.indexOf("#", hash + 1)) {
		const file = text.slice(0, hash);
		if (hasSourceExtension(file) && isFile(resolve(file))) return { file, path: text.slice(hash + 1) };
	}
	const [path = "", exportPath] = text.split("#");
	// Module names have no extension: in a folder that exists, this is the path of a file that does not. Explicit names have no `#`.
	if (exportPath !== undefined && hasSourceExtension(path) && existsSync(dirname(resolve(path))))
		throw new UsageError(`there is no file ${path}`);
	return undefined;
}
