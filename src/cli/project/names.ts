import type { NamesakeError } from "../../base/errors.ts";
import type { CodeNeeds } from "../../lock/needs-code.ts";
import { isTestFile } from "../../package/test-file.ts";
import { onAllProcessors } from "../process/parallel-map.ts";
import { startProgress } from "../render/progress.ts";
import { projectFiles } from "./lock.ts";
import { filesByModule, receivedProblem } from "./modules.ts";
import { type ProjectModule, type ProjectName, ProjectReader } from "./reader.ts";

export interface ProjectNames {
	readonly modules: readonly ProjectModule[];
	/** What the text alone shows to be wrong. */
	readonly problems: readonly NamesakeError[];
	/** Modules whose text can't be read, or does not show all names. */
	readonly unread: ReadonlySet<string>;
}

/**
 * The names of a project, as its text says; tests have none.
 *
 * @param directory the folder of its lock.
 */
export async function projectNames(
	directory: string,
	root: string | undefined,
	needs: CodeNeeds = "all",
): Promise<ProjectNames> {
	const files = (await projectFiles(directory, root)).filter((file) => !isTestFile(file));
	const problems: NamesakeError[] = [];
	const moduleOf = filesByModule(files, root, problems);
	const reader = new ProjectReader(needs);
	const progress = startProgress((done) => `reading ${done} of ${files.length} files`);
	try {
		const read = await onAllProcessors({
			program: new URL("./project-worker.js", import.meta.url),
			items: files.map((file) => ({ file, module: moduleOf.get(file) })),
			settings: needs,
			work: (file) => reader.read(file),
			onProgress: (taken) => progress.update(taken),
		});
		return {
			modules: read.flatMap(({ module }) => module ?? []),
			problems: [...problems, ...read.flatMap((one) => one.problems.map(receivedProblem))],
			unread: new Set(read.flatMap(({ unread }) => unread ?? [])),
		};
	} finally {
		progress.stop();
	}
}

/** The names that the text shows. */
export function clearNames(modules: readonly ProjectModule[]): ProjectName[] {
	return modules.flatMap(({ names }) => names.filter(({ isClear }) => isClear));
}
