import { type ProjectFiles, projectFiles } from "./project-files.ts";
import { ProjectState } from "./project-state.ts";

/** The project whose names are asked for. */
export interface Project {
	/** The folder of the lock. */
	readonly directory: string;
	readonly root: string | undefined;
	readonly files: ProjectFiles;
	/** Undefined if nothing of the last run counts, and nothing of this one is kept. */
	readonly state: ProjectState | undefined;
}

export interface ProjectOptions {
	readonly root?: string | undefined;
	/** Whether results of the last run count, as far as nothing has changed. */
	readonly cache?: boolean | undefined;
}

export async function openProject(
	directory: string,
	{ root, cache: isCached = true }: ProjectOptions,
): Promise<Project> {
	const files = await projectFiles(directory, root);
	return { directory, root, files, state: isCached ? ProjectState.of(directory, files) : undefined };
}
