import type { NamesakeError } from "../../base/errors.ts";
import type { CodeNeeds } from "../../lock/needs-code.ts";
import { type ProjectFiles, projectFiles } from "./lock.ts";
import { filesByModule, readFiles } from "./modules.ts";
import { createReader, type ProjectModule } from "./reader.ts";

export interface ProjectNames {
	readonly modules: readonly ProjectModule[];
	/** What the text alone shows to be wrong. */
	readonly problems: readonly NamesakeError[];
	/** Modules whose text can't be read, or does not show all names, or that were left out. */
	readonly unread: ReadonlySet<string>;
	readonly files: ProjectFiles;
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
	const found = await projectFiles(directory, root);
	const leftOut = filesByModule(found.excluded, root, []);
	const module = new URL("./reader.js", import.meta.url);
	const { read, problems } = await readFiles(found.files, root, { mapper: createReader, module, settings: needs });
	return {
		modules: read.flatMap((one) => one.module ?? []),
		problems,
		unread: new Set([...read.flatMap(({ unread }) => unread ?? []), ...[...leftOut.values()].map(({ name }) => name)]),
		files: found,
	};
}
