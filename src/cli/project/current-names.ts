import type { CodeNeeds } from "../../lock/needs-code.ts";
import { isTracked } from "../../source/kinds.ts";
import { CheckCache } from "./check-cache.ts";
import { type LiveNames, liveNames } from "./live-names.ts";
import { projectNames } from "./names.ts";
import type { Project } from "./project.ts";
import { prove } from "./prove.ts";
import type { ProjectModule } from "./reader.ts";

/** Which modules are loaded: `all`; those that may have `names`; those that may have `tasks` or tracked instances, which are then the only names. */
export type Scope = "all" | "names" | "tasks";

export interface CurrentOptions {
	/** How long a module may take to load, in seconds. */
	readonly timeout: number;
	readonly scope?: Scope | undefined;
}

export interface CurrentNames extends LiveNames {
	/** The variables of the environment on which the names depend, if no module has to be read or loaded again while nothing changes. */
	readonly variables: readonly string[] | undefined;
}

/** Loads the modules of a project in another process, and tells which names they have. */
export async function currentNames(
	{ directory, root, files, state }: Project,
	{ timeout, scope = "names" }: CurrentOptions,
	needs: CodeNeeds,
): Promise<CurrentNames> {
	const use = JSON.stringify([root, scope, typeof needs === "string" ? needs : "some"]);
	const settings = JSON.stringify(needs, (_, value) => (value instanceof Set ? [...value].sort() : value));
	const cache = state === undefined ? undefined : new CheckCache(state, use, settings);
	const kept = cache?.kept();
	const read = await projectNames(files, root, needs, (file) => kept?.get(file)?.read);
	const text = { ...read, modules: read.modules.map((module) => within(scope, module)) };
	const known = (file: string) => kept?.get(file)?.proof;
	const proof = await prove(text.modules, { root, directory, timeout: timeout * 1000, known });
	const proved = [...read.read].map(([file, one]) => [file, { read: one, proof: proof.complete.get(file) }] as const);
	const variables = cache?.write(new Map(proved));
	state?.hashes.write();
	const isProved = text.modules.every(({ file, mayHoldNames }) => !mayHoldNames || proof.complete.has(file));
	const live = { ...liveNames(text, proof, needs), variables: isProved ? variables : undefined };
	return scope === "tasks" ? { ...live, names: live.names.filter(({ kind }) => isTracked(kind)) } : live;
}

function within(scope: Scope, module: ProjectModule): ProjectModule {
	if (scope === "names") return module;
	if (scope === "all") return { ...module, mayHoldNames: true };
	// The text calls it a value, and it may be a task.
	const names = module.names.filter(({ kind }) => isTracked(kind) || kind === "value");
	return { ...module, names, mayHoldNames: module.mayHoldTasks };
}
