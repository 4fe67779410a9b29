import { getHeapStatistics } from "node:v8";
import type * as Namesake from "../../src/index.ts";
import type * as LoadTask from "../../src/tracking/load-task.ts";
import { Intrinsics } from "./intrinsics.ts";
import { HostileNames, type Surroundings } from "./names.ts";
import { Oracle } from "./oracle.ts";
import type { OpenModule } from "./project.ts";

/** What is tried, of the copy of the library that the hostile project has. */
export interface Library {
	readonly namesake: typeof Namesake;
	readonly loadTask: typeof LoadTask.loadTask;
}

export interface Order {
	readonly seed: number;
	readonly count: number;
	readonly modules: readonly OpenModule[];
	readonly around: Surroundings;
	/** Dependencies that are opened. */
	readonly allow: readonly string[];
}

/** What a run has seen. */
export interface Seen {
	names: number;
	loaded: number;
	/** Values of modules that are not the project's own. */
	ofDependencies: number;
	refusals: Record<string, number>;
	/** Names that led to something else than they have to, or to something instead of to nothing, or the other way round. */
	wrong: string[];
	/** What was thrown and is no coded error. */
	crashes: string[];
	/** What has run and was not asked for, what of the language has changed. */
	escapes: string[];
	slowestMs: number;
	slowest: string;
	/** How much more memory is in use at the end, after a collection, in megabytes. */
	grownMb: number;
}

/** Of the processor, not of the clock: a machine that is busy with something else is no slow name. */
const SLOW_MS = 1000;
const MAX_TOLD = 20;

declare const gc: () => void;

/** Tries names one after the other, in a process whose working directory is the hostile project. */
export async function fuzzNames({ namesake, loadTask }: Library, order: Order): Promise<Seen> {
	const { seed, count, modules, around, allow } = order;
	const names = new HostileNames(seed, around);
	const oracle = new Oracle(around.app, modules);
	const intrinsics = new Intrinsics();
	const seen: Seen = {
		names: 0,
		loaded: 0,
		ofDependencies: 0,
		refusals: {},
		wrong: [],
		crashes: [],
		escapes: [],
		slowestMs: 0,
		slowest: "",
		grownMb: 0,
	};
	const tell = (list: string[], text: string, what: string) => {
		if (list.length < MAX_TOLD)
			list.push(`${JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text)}: ${what}`);
	};
	const spoken = globalThis as { ran?: string[] };
	spoken.ran = [];
	let current = "";
	// A promise that is never settled ends a process with nothing else to do.
	process.once("exit", () => {
		if (seen.names < count)
			process.stderr.write(`no answer to ${JSON.stringify(current.slice(0, 300))}, after ${seen.names} names\n`);
	});
	gc();
	const before = getHeapStatistics().used_heap_size;
	for (; seen.names < count; seen.names++) {
		const text = names.next();
		const question = oracle.before(text);
		checkText(namesake, text, question.reading, (what) => tell(seen.wrong, text, what));
		// As a worker does, or as any program: where no module is found, that asks the engine for all that is loaded, and takes long.
		const isNowhere = question.reading !== undefined && question.module === undefined;
		const asTask = seen.names % (isNowhere ? 50 : 2) !== 0;
		const start = process.cpuUsage();
		current = text;
		const answer = await (asTask ? loadTask(text, { allow }) : namesake.load(text, { allow })).then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		const { user, system } = process.cpuUsage(start);
		const ms = (user + system) / 1000;
		if (ms > seen.slowestMs) [seen.slowestMs, seen.slowest] = [ms, text.slice(0, 300)];
		if (ms > SLOW_MS) tell(seen.crashes, text, `${Math.round(ms)} ms`);
		const ran = spoken.ran.splice(0);
		const expected = await oracle.after(question);
		spoken.ran.length = 0;
		for (const what of ran)
			if (!expected.runs.includes(what) && !(what === "called trap get" && text.endsWith("#watched")))
				tell(seen.escapes, text, `ran ${what}`);
		if ("error" in answer) {
			const { error } = answer;
			if (!(error instanceof namesake.NamesakeError) || typeof error.message !== "string")
				tell(seen.crashes, text, String(error));
			else {
				seen.refusals[error.code] = (seen.refusals[error.code] ?? 0) + 1;
				const right: string[] = "codes" in expected ? [...expected.codes] : [];
				// A worker may say what the text of a module tells, before that is run.
				if (asTask && question.module !== undefined && question.reading?.scopes.length === 1) {
					if (!("value" in expected) || !namesake.isTask(expected.value)) right.push("NOT_A_TASK");
					if (question.module.fails !== undefined) right.push("EXPORT_NOT_FOUND", "NOT_EXPORTED");
				}
				if (!right.includes(error.code))
					tell(seen.wrong, text, `${error.code} instead of ${"codes" in expected ? expected.codes : "a value"}`);
			}
			continue;
		}
		seen.loaded++;
		if (question.module?.isDependency === true) seen.ofDependencies++;
		if (intrinsics.has(answer.value)) tell(seen.escapes, text, "leads to what the language has made");
		if (!("value" in expected) || !Object.is(expected.value, answer.value))
			tell(seen.wrong, text, "leads to something else");
		if (asTask && !namesake.isTask(answer.value)) tell(seen.escapes, text, "is no task");
	}
	for (const change of intrinsics.changes()) seen.escapes.push(change);
	gc();
	seen.grownMb = (getHeapStatistics().used_heap_size - before) / 2 ** 20;
	return seen;
}

/** `parseName` and `formatName` against the other reading, and against each other. */
function checkText(
	{ parseName, formatName, NamesakeError }: typeof Namesake,
	text: string,
	reading: ReturnType<Oracle["before"]>["reading"],
	tell: (what: string) => void,
): void {
	let parts: Namesake.NameParts;
	try {
		parts = parseName(text);
	} catch (error) {
		if (!(error instanceof NamesakeError) || error.code !== "INVALID_NAME") tell(`parseName throws ${error}`);
		else if (reading !== undefined) tell("parseName refuses a name");
		return;
	}
	const scopes = [parts.exportPath, ...(parts.nested ?? [])];
	if (reading === undefined) tell("parseName takes what is no name");
	else if (parts.moduleName !== reading.moduleName || JSON.stringify(scopes) !== JSON.stringify(reading.scopes))
		tell("parseName reads something else");
	if (formatName(parts) !== text) tell("formatName writes it in another way");
}
