import { resolve } from "node:path";
import { moduleNameOfFile } from "../../../package/module-name.ts";
import { hasSourceExtension, isFile } from "../../../package/path.ts";
import { ExportedNames } from "../../../source/exported-names.ts";
import { offsetAt } from "../../../source/lines.ts";
import { placeAt, SourceFiles } from "../../../source/source-file.ts";
import { EXIT } from "../../process/exit.ts";
import { findSubject, type Subject } from "../../project/subject.ts";
import type { LookupOptions } from "../../project/target.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { explainEntry } from "./entry.ts";
import { explainModule } from "./module.ts";
import { subjectAt } from "./subject-at.ts";
import { renderExplanation } from "./text.ts";

export interface ExplainOptions extends LookupOptions {
	readonly json?: boolean | undefined;
}

/** `namesake explain` */
export async function explain(text: string, options: ExplainOptions): Promise<number> {
	const sources = new SourceFiles();
	const { file, entry, through } = await subjectOf(text, options, sources);
	const moduleName = moduleNameOfFile(file.file, { packageRoot: options.root });
	const answer = {
		asked: text,
		...explainEntry(file, entry, moduleName),
		...(through === undefined ? {} : { reexportedBy: through }),
		module: explainModule(file.file, moduleName, options),
		exports: [...new ExportedNames(sources).of(file).keys()].sort(),
	};
	const shown =
		options.json === true
			? `${JSON.stringify(answer, undefined, "\t")}\n`
			: renderExplanation(
					answer,
					placeAt(file, offsetAt(file.starts, entry.line - 1, entry.column - 1)),
					await terminalOf(process.stdout),
				);
	await write(process.stdout, shown);
	return EXIT.fine;
}

async function subjectOf(text: string, options: LookupOptions, sources: SourceFiles): Promise<Subject> {
	const [, path, line, column] = /^([^#]+?):(\d+)(?::(\d+))?$/s.exec(text) ?? [];
	// An explicit name may end like a position: `mails:2`.
	if (path !== undefined && (hasSourceExtension(path) || isFile(resolve(path))))
		return subjectAt(path, Number(line), columnOf(column), sources);
	return await findSubject(text, options, sources);
}

function columnOf(digits: string | undefined): number | undefined {
	return digits === undefined ? undefined : Number(digits);
}
