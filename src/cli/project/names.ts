import type { NamesakeError } from "../../base/errors.ts";
import type { CodeNeeds } from "../../lock/needs-code.ts";
import { filesByModule, readFiles } from "./modules.ts";
import type { ProjectFiles } from "./project-files.ts";
import { createReader, type ProjectModule, type ReadModule } from "./reader.ts";

export interface ProjectNames {
	readonly modules: readonly ProjectModule[];
	/** What the text alone shows to be wrong. */
	readonly problems: readonly NamesakeError[];
	/** Modules whose text can't be read, or does not show all names, or that were left out. */
	readonly unread: ReadonlySet<string>;
	/** By file: all of this, as the cache keeps it. */
	readonly read: ReadonlyMap<string, ReadModule>;
}

/**
 * The names of a project, as its text says; tests have none.
 *
 * @param known what is known of a file, so that it is not read again.
 */
export async function projectNames(
	found: ProjectFiles,
	root: string | undefined,
	needs: CodeNeeds,
	known: (file: string) => ReadModule | undefined,
): Promise<ProjectNames> {
	const leftOut = filesByModule(found.excluded, root, []);
	const module = new URL("./reader.js", import.meta.url);
	const how = { mapper: createReader, module, settings: needs };
	const { read, problems } = await readFiles(found.files, root, how, known);
	return {
		modules: read.flatMap((one) => one.module ?? []),
		problems,
		unread: new Set([...read.flatMap(({ unread }) => unread ?? []), ...[...leftOut.values()].map(({ name }) => name)]),
		read: new Map(found.files.map((file, index) => [file, read[index] ?? { problems: [] }])),
	};
}
