import { type ErrorCode, type ErrorDetails, NamesakeError } from "../../base/errors.ts";
import { moduleNameIn } from "../../package/module-name.ts";
import { packageFinder } from "../../package/package.ts";
import { SOURCE_EXTENSIONS } from "../../package/path.ts";

export interface ModuleOfFile {
	readonly name: string;
	/** Of files with one module name (`a.ts` beside `a.js`) only the first is loaded. */
	readonly isFirst: boolean;
}

/** The module names of files, given by their real paths; what can't be named goes into `problems`. */
export function filesByModule(
	files: readonly string[],
	root: string | undefined,
	problems: NamesakeError[],
): Map<string, ModuleOfFile> {
	const modules = new Map<string, string[]>();
	const packageOf = packageFinder();
	for (const file of files) {
		try {
			const name = moduleNameIn(packageOf(file), file, { packageRoot: root });
			modules.set(name, [...(modules.get(name) ?? []), file]);
		} catch (error) {
			if (!(error instanceof NamesakeError)) throw error;
			problems.push(error);
		}
	}
	const found = new Map<string, ModuleOfFile>();
	for (const [name, rivals] of modules) {
		const [first] = rivals.sort((a, b) => extensionRank(a) - extensionRank(b));
		for (const file of rivals) found.set(file, { name, isFirst: file === first });
	}
	return found;
}

function extensionRank(file: string): number {
	return SOURCE_EXTENSIONS.findIndex((extension) => file.endsWith(extension));
}

export function unreadable(file: string): NamesakeError {
	return new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: file,
		why: "the file can't be read",
		fix: "check its permissions",
	});
}

/** A problem as threads can hand it to each other. */
export interface SentProblem extends ErrorDetails {
	readonly code: ErrorCode;
}

export function sentProblem({ code, asked, why, fix, where }: NamesakeError): SentProblem {
	return { code, asked, why, fix, where };
}

export function receivedProblem({ code, ...details }: SentProblem): NamesakeError {
	return new NamesakeError(code, details);
}
