import { formatPlace } from "../../../base/errors.ts";
import { formatName } from "../../../base/name.ts";
import { moduleNameOfFile } from "../../../package/module-name.ts";
import { SourceFiles } from "../../../source/source-file.ts";
import { taskOptionsOf } from "../../../source/task-options.ts";
import { EXIT } from "../../process/exit.ts";
import { findSubject } from "../../project/subject.ts";
import type { LookupOptions } from "../../project/target.ts";
import { hyperlink, terminalOf, write } from "../../render/terminal.ts";
import { shownPath } from "../../render/text.ts";

export interface WhereOptions extends LookupOptions {
	readonly json?: boolean | undefined;
}

/** `namesake where` */
export async function where(text: string, options: WhereOptions): Promise<number> {
	const { file, entry } = await findSubject(text, options, new SourceFiles());
	const moduleName = moduleNameOfFile(file.file, { packageRoot: options.root });
	const ownName = entry.kind === "task" ? taskOptionsOf(entry.node).name?.text : undefined;
	const name = ownName ?? formatName({ moduleName, exportPath: entry.path, nested: entry.nested });
	const place = { file: shownPath(file.file), line: entry.line, column: entry.column };
	const shown =
		options.json === true
			? JSON.stringify({ name, ...place }, undefined, "\t")
			: hyperlink(formatPlace(place), file.file, await terminalOf(process.stdout));
	await write(process.stdout, `${shown}\n`);
	return EXIT.fine;
}
