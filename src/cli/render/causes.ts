import { modulePartOf } from "../../base/name.ts";
import type { Problem } from "./problem.ts";

/** Problems of one cause: one of them, and the others. */
export interface Cause {
	readonly problem: Problem;
	readonly others: readonly Problem[];
}

/** Joins problems that one change in the project would end: a package that is not installed, a module or package that has moved, a lock that is old. */
export function byCause(problems: readonly Problem[]): Cause[] {
	const causes = new Map<string, { readonly problem: Problem; readonly others: Problem[] }>();
	for (const [index, problem] of problems.entries()) {
		const key = causeOf(problem);
		const known = key === undefined ? undefined : causes.get(key);
		if (known === undefined) causes.set(key ?? `${index}`, { problem, others: [] });
		else known.others.push(problem);
	}
	return [...causes.values()];
}

const HIDDEN = "another file has this module name";

/** What problems of one cause have in common; undefined if each is its own. */
function causeOf({ code, why, move, severity }: Problem): string | undefined {
	switch (code) {
		case "MODULE_FAILED":
			return `${code} ${why.replace(/ imported from .*/s, "")}`;
		case "SOURCE_UNAVAILABLE":
			return `${code} ${why}`;
		case "NAME_NEW":
			return code;
		case "DUPLICATE_NAME":
			// The builds of a package stand beside each other: of each module two files have the name.
			return why.startsWith(HIDDEN) ? code : undefined;
		case "NESTED":
			return severity === "notice" ? `${code} ${severity}` : undefined;
		case "LOCK_OUTDATED":
		case "NAME_MOVED":
			return move === undefined ? undefined : `${code} ${changeOf(move.from, move.to)}`;
		default:
			return undefined;
	}
}

/** What has changed from one module name to another, without the end that they have in common: `@acme/app` has become `@acme/shop`. */
function changeOf(from: string, to: string): string {
	const old = modulePartOf(from).split("/");
	const now = modulePartOf(to).split("/");
	while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
		old.pop();
		now.pop();
	}
	return `${old.join("/")} ${now.join("/")}`;
}
