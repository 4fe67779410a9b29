import { join } from "node:path";
import { LOCK_FILE } from "../../../lock/lock.ts";
import { EXIT } from "../../process/exit.ts";
import { raiseJitThreshold } from "../../process/jit.ts";
import { notify, tell } from "../../process/report.ts";
import type { Scope } from "../../project/current-names.ts";
import { KeptAnswer } from "../../project/kept-answer.ts";
import { lockDirectory } from "../../project/lock.ts";
import { openProject, type Project } from "../../project/project.ts";
import { byCause } from "../../render/causes.ts";
import { type ShownProblem, shownProblem } from "../../render/problem.ts";
import { renderCounts, renderProblems } from "../../render/problems.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { count } from "../../render/text.ts";
import { annotation, isInGitHubActions } from "./annotation.ts";
import type { Findings } from "./findings.ts";
import { nothingNamed } from "./nothing-named.ts";
import type { Preflight, PreflightOptions } from "./preflight.ts";

/** What `--json` prints. */
interface CheckAnswer {
	readonly ok: boolean;
	readonly problems: readonly ShownProblem[];
	/** Names that have become others, as far as it can be told; with `--fix` they are in the lock now. */
	readonly renamed: readonly { readonly from: string; readonly to: string }[];
	/** What does not make the check fail; left out if there is nothing. */
	readonly notices?: readonly ShownProblem[];
	/** With `--queue`: how many jobs each queue has, by state. */
	readonly queues?: Preflight["queues"];
	/** With `--queue`: names of jobs that a previous name covers. */
	readonly covered?: Preflight["renamed"];
}

export interface CheckOptions extends PreflightOptions {
	readonly fix?: boolean | undefined;
	readonly json?: boolean | undefined;
	readonly all?: boolean | undefined;
	readonly onlyTasks?: boolean | undefined;
	readonly allowEmpty?: boolean | undefined;
	readonly cache?: boolean | undefined;
}

/** `namesake check` */
export async function check(options: CheckOptions): Promise<number> {
	const preflight = options.queue === undefined ? undefined : await import("./preflight.ts");
	const queues = await preflight?.queuedNames(options);
	const directory = lockDirectory(options.root);
	raiseJitThreshold();
	const project = await openProject(directory, options);
	const found = await findingsOf(project, options);
	const { renamed, hasLock, notices } = found;
	const flight = queues === undefined ? undefined : await preflight?.preflight(queues, directory, options, found);
	const problems = [...found.problems, ...(flight?.problems ?? [])];
	// Another problem is the reason.
	if (found.names === 0 && problems.length === 0 && options.allowEmpty !== true)
		problems.push(nothingNamed(directory, project.files));
	const answer: CheckAnswer = {
		ok: problems.length === 0,
		problems: problems.map(shownProblem),
		renamed,
		...(notices.length === 0 ? {} : { notices: notices.map(shownProblem) }),
		...(flight === undefined ? {} : { queues: flight.queues, covered: flight.renamed }),
	};
	// What a queue has jobs of is shown with these.
	const counted = new Set(flight?.problems.map(({ code, name }) => `${code} ${name}`));
	const told = problems.filter(({ code, name, jobs }) => jobs !== undefined || !counted.has(`${code} ${name}`));
	const shown = [...notices, ...told];
	if (options.json === true) await write(process.stdout, `${JSON.stringify(answer, undefined, "\t")}\n`);
	else await write(process.stdout, renderProblems(shown, await terminalOf(process.stdout)));
	if (isInGitHubActions())
		await write(options.json === true ? process.stderr : process.stdout, byCause(shown).map(annotation).join(""));
	if (options.json !== true) {
		await tell(
			`namesake check: ${count(found.names, "name")}, ${answer.ok ? "all proved" : count(told.length, "problem")}`,
		);
		if (shown.length > 1) await write(process.stderr, renderCounts(shown, await terminalOf(process.stderr)));
		if (options.fix === true)
			for (const { from, to } of renamed) await notify(`${from} is now a previous name of ${to}`, "NAME_RENAMED");
		if (!hasLock)
			await notify(
				"there is no namesake.lock.json. Run `namesake lock` and commit the file, so that check reports renames",
			);
		if (flight !== undefined) await preflight?.tellPreflight(flight);
	}
	return answer.ok ? EXIT.fine : EXIT.no;
}

async function findingsOf(project: Project, options: CheckOptions): Promise<Findings> {
	const { onlyTasks, all, fix: fixes = false, timeout } = options;
	const scope: Scope = onlyTasks === true ? "tasks" : all === true ? "all" : "names";
	const use = JSON.stringify([project.root, scope]);
	const kept =
		project.state === undefined || fixes
			? undefined
			: new KeptAnswer<Findings>(project.state, use, [join(project.directory, LOCK_FILE)]);
	const last = kept?.read();
	if (last !== undefined) {
		project.state?.hashes.write();
		return last;
	}
	const { findProblems } = await import("./findings.ts");
	const { findings, variables } = await findProblems(project, { fixes, scope, timeout });
	if (variables !== undefined) kept?.write(findings, variables);
	return findings;
}
