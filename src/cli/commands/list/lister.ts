import type { ErrorCode, NamesakeError } from "../../../base/errors.ts";
import { formatName } from "../../../base/name.ts";
import { inventory } from "../../../source/inventory.ts";
import { type Kind, Kinds } from "../../../source/kinds.ts";
import { SourceFiles, syntaxError } from "../../../source/source-file.ts";
import { taskOptionsOf } from "../../../source/task-options.ts";
import {
	type ModuleOfFile,
	receivedProblem,
	type SentProblem,
	sentProblem,
	unreadable,
} from "../../project/modules.ts";

/** One thing that has a name, as `--json` prints it. */
export interface ListedName {
	readonly name: string;
	readonly kind: Kind;
	/** Relative to the working directory, with forward slashes. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly loadable: boolean;
	/** The code of the error that loading it throws. */
	readonly reason?: ErrorCode;
}

export interface FileToList {
	readonly file: string;
	/** {@link ListedName.file} */
	readonly shown: string;
	/** Undefined if its name can't be told, which has been reported. */
	readonly module: ModuleOfFile | undefined;
}

/** What a file has; or why it can't be read, as threads can hand it to each other. */
export interface FileListing {
	readonly names: readonly ListedName[];
	readonly problem?: SentProblem | undefined;
}

/** Lists files one by one. */
export class Lister {
	readonly #sources = new SourceFiles();
	readonly #kinds = new Kinds(this.#sources);
	readonly #anonymous: boolean;

	/** @param anonymous whether functions without a name inside of others are listed, too. */
	constructor(anonymous: boolean) {
		this.#anonymous = anonymous;
	}

	list({ file, shown, module }: FileToList): FileListing {
		const source = this.#sources.read(file);
		const error = source === undefined ? unreadable(file) : syntaxError(source);
		if (error !== undefined) return { names: [], problem: sentProblem(error) };
		if (source === undefined || module === undefined) return { names: [] };
		const entries = inventory(source, this.#kinds, { anonymous: this.#anonymous });
		const names = entries.map(({ path, nested, kind, line, column, reason, node }): ListedName => {
			const own = kind === "task" && reason === undefined ? taskOptionsOf(node).name?.text : undefined;
			const name = own ?? formatName({ moduleName: module.name, exportPath: path, nested });
			const why = reason ?? (module.isFirst ? undefined : "DUPLICATE_NAME");
			const loadable = why === undefined;
			return loadable
				? { name, kind, file: shown, line, column, loadable }
				: { name, kind, file: shown, line, column, loadable, reason: why };
		});
		return { names };
	}
}

export function problemOf({ problem }: FileListing): NamesakeError | undefined {
	return problem === undefined ? undefined : receivedProblem(problem);
}
