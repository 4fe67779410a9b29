import type { ErrorCode } from "../../../base/errors.ts";
import { formatName } from "../../../base/name.ts";
import { inventory } from "../../../source/inventory.ts";
import { type Kind, Kinds } from "../../../source/kinds.ts";
import { SourceFiles, syntaxError } from "../../../source/source-file.ts";
import { taskOptionsOf } from "../../../source/task-options.ts";
import { sentError } from "../../process/sent-error.ts";
import { type FileToRead, type ModuleOfFile, type ReadFile, unreadable } from "../../project/modules.ts";
import { pathShower } from "../../render/text.ts";
import { transferRaw } from "./raw-transfer.ts";

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

export interface ListSettings {
	/** Whether functions without a name inside of others are listed, too. */
	readonly anonymous: boolean;
	/** Whether the parser hands over its trees by raw transfer. */
	readonly isRaw: boolean;
}

export interface ListedFile extends ReadFile {
	readonly names: readonly ListedName[];
	/** The module, if a name of it loads this file. */
	readonly moduleName: string | undefined;
	/** `module#export.path` of each name. */
	readonly targets: readonly string[];
}

/** Lists the names of files one by one. */
export function createLister({ anonymous, isRaw }: ListSettings): (file: FileToRead) => ListedFile {
	if (isRaw) transferRaw();
	const sources = new SourceFiles();
	const kinds = new Kinds(sources);
	const shown = pathShower();
	return ({ file, module }) => {
		const source = sources.read(file);
		const error = source === undefined ? unreadable(file) : syntaxError(source);
		const nothing = { names: [], targets: [], moduleName: undefined };
		if (error !== undefined) return { ...nothing, problems: [sentError(error)] };
		if (source === undefined || module === undefined) return { ...nothing, problems: [] };
		const targets: string[] = [];
		const names = inventory(source, kinds, { anonymous }).map((entry): ListedName => {
			const { path, nested, kind, line, column, node } = entry;
			const explicit = kind === "task" && entry.reason === undefined ? taskOptionsOf(node).name?.text : undefined;
			const target = formatName({ moduleName: module.name, exportPath: path, nested });
			targets.push(target);
			const name = explicit ?? target;
			const reason = entry.reason ?? reasonOf(module) ?? (entry.doubt === undefined ? undefined : "UNPROVEN");
			const listed = { name, kind, file: shown(file), line, column, loadable: reason === undefined };
			return reason === undefined ? listed : { ...listed, reason };
		});
		return { names, targets, moduleName: reasonOf(module) === undefined ? module.name : undefined, problems: [] };
	};
}

/** Why a name of the module does not load this file. */
function reasonOf({ isFirst, isUnreachable }: ModuleOfFile): ErrorCode | undefined {
	if (isUnreachable === true) return "MODULE_NOT_FOUND";
	return isFirst ? undefined : "DUPLICATE_NAME";
}
