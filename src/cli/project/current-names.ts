import type { CodeNeeds } from "../../lock/needs-code.ts";
import { isTracked } from "../../source/kinds.ts";
import { CheckCache } from "./check-cache.ts";
import { type LiveNames, liveNames } from "./live-names.ts";
import { projectNames } from "./names.ts";
import { type ProjectFiles, projectFiles } from "./project-files.ts";
import { prove } from "./prove.ts";
import type { ProjectModule } from "./reader.ts";

/** Which modules are loaded: `all`; those that may have `names`; those that may have `tasks` or tracked instances, which are then the only names. */
export type Scope = "all" | "names" | "tasks";

export interface CurrentOptions {
	/** The folder of the lock. */
	readonly directory: string;
	readonly root?: string | undefined;
	/** How long a module may take to load, in seconds. */
	readonly timeout: number;
	readonly scope?: Scope | undefined;
	/** Whether modules that have not changed since the last run keep its results. */
	readonly cache?: boolean | undefined;
}

/** Loads the modules of a project in another process, and tells which names they have. */
export async function currentNames(
	{ directory, root, timeout, scope = "names", cache: isCached = true }: CurrentOptions,
	needs: CodeNeeds,
): Promise<LiveNames & { readonly files: ProjectFiles }> {
	const files = await projectFiles(directory, root);
	const use = JSON.stringify([root, scope, typeof needs === "string" ? needs : "some"]);
	const settings = JSON.stringify(needs, (_, value) => (value instanceof Set ? [...value].sort() : value));
	const cache = isCached ? await CheckCache.open(directory, files.files, use, settings) : undefined;
	const kept = cache?.kept();
	const read = await projectNames(files, root, needs, (file) => kept?.get(file)?.read);
	const text = { ...read, modules: read.modules.map((module) => within(scope, module)) };
	const known = (file: string) => kept?.get(file)?.proof;
	const proof = await prove(text.modules, { root, directory, timeout: timeout * 1000, known });
	const proved = [...read.read].map(([file, one]) => [file, { read: one, proof: proof.complete.get(file) }] as const);
	cache?.write(new Map(proved));
	const live = { ...liveNames(text, proof, needs), files };
	return scope === "tasks" ? { ...live, names: live.names.filter(({ kind }) => isTracked(kind)) } : live;
}

function within(scope: Scope, module: ProjectModule): ProjectModule {
	if (scope === "names") return module;
	if (scope === "all") return { ...module, mayHoldNames: true };
	// What is a value to whoever reads may be a task.
	const names = module.names.filter(({ kind }) => isTracked(kind) || kind === "value");
	return { ...module, names, mayHoldNames: module.mayHoldTasks };
}
