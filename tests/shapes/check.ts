import type { Answer, Seen, SeenTask, Thrown } from "./protocol.ts";
import {
	INAPPLICABLE,
	type InputRow,
	type InstanceRow,
	type NamedRow,
	type NeverRow,
	type Row,
	type SiteRow,
} from "./row.ts";
import type { Setting } from "./settings.ts";

/** One difference between what a row expects and what was seen. */
export interface Difference {
	readonly what: string;
	readonly expected: string;
	readonly got: string;
}

/** Holds what was seen of a row in a column against the row. */
export function check(
	row: Row,
	moduleName: string,
	seen: Seen,
	{ column, exceptions }: Setting,
	fullPath?: string,
): Difference[] {
	const deviation = exceptions?.[row.kind === "site" ? row.id : row.get] ?? row[column] ?? row.runTime;
	const answer = answerOf(row, moduleName, seen);
	if (deviation === INAPPLICABLE) return [];
	if (deviation !== undefined) return same("the answer, which deviates", deviation, answer);
	const found = differences(row, moduleName, seen, column);
	if (fullPath !== undefined && seen.task?.fullPath !== undefined)
		found.push(...same("fullPath", fullPath, seen.task.fullPath));
	const [first] = found;
	if (first === undefined || column === "runTime") return found;
	return [{ ...first, what: `${column}: ${JSON.stringify(answer)}, ${first.what}` }];
}

function differences(row: Row, moduleName: string, seen: Seen, column: Setting["column"]): Difference[] {
	if (column === "plugin" && isUnreachable(row)) return checkHidden(seen);
	if ((column === "bun" || column === "deno") && asksForFunction(row))
		return same("the code", "CANNOT_LOCATE", answerOf(row, moduleName, seen));
	if (row.kind === "site" && row.unmade)
		return seen.get === undefined ? [difference("the value", "none, or several", "one")] : [];
	if (seen.get !== undefined) return [difference("the expression", "a value", seen.get)];
	switch (row.kind) {
		case "named":
			return checkTask(row, row.paths, row.module ?? moduleName, seen.task ?? {});
		case "instance":
			return checkInstance(row, row.module ?? moduleName, seen);
		case "site":
			return checkSite(row, moduleName, seen);
		case "fails":
			return isCode(seen.call, row.codes) ? [] : [difference(row.call, row.codes.join(" or "), seen.call)];
		case "never":
			return [...checkHonest(seen.task ?? {}), ...checkNever(row, seen)];
		case "honest":
			return checkHonest(seen.task ?? {});
		case "equals": {
			const got = JSON.stringify(seen.value);
			const allowed = row.values.map((value) => JSON.stringify(value));
			return allowed.includes(got) ? [] : [difference("the value", allowed.join(" or "), got)];
		}
		case "input":
			return checkInput(row, seen.call);
	}
}

/**
 * What a column answers to a row, in short: the code of an error, or the path, `not loadable` or what `load` gives where that is
 * not the value itself.
 */
function answerOf(row: Row, moduleName: string, { get, value, call, task = {}, found }: Seen): string {
	if (get !== undefined) return isOurs(get) ? get.code : "no value";
	if (row.kind === "equals") return typeof value === "string" ? value : String(JSON.stringify(value));
	if (row.kind === "fails") return codeOf(call);
	if (row.kind === "input") return `${codeOf(call)}${isNearestShown(row, call) ? "" : ", nothing near"}`;
	const { error, moduleName: itsModule, functionName = "", loadable, load } = task;
	if (error !== undefined) return error.code;
	const expected = "module" in row ? row.module : undefined;
	const parts = [itsModule === (expected ?? moduleName) ? functionName : `${functionName} of another module`];
	if (loadable !== true) parts.push("not loadable");
	else if (load !== "identical") parts.push(`loads ${codeOf(load)}`);
	if (found !== undefined && found !== functionName && loadable === true) parts.push(`findLhs() ${codeOf(found)}`);
	return parts.join(", ");
}

function codeOf(answer: Answer): string {
	return typeof answer === "object" ? answer.code : String(answer);
}

/** Was the synchronous answer of an instance left open? That is no failure, but worth a number. */
export function isUnproven(seen: Seen): boolean {
	return isCode(seen.lhs, ["LHS_UNPROVEN"]);
}

function checkTask(
	row: NamedRow | InstanceRow,
	paths: readonly string[],
	moduleName: string,
	task: SeenTask,
): Difference[] {
	const { error } = task;
	if (error !== undefined) return [difference("extractTaskModule", `${moduleName}#${paths.join(" or ")}`, error)];
	const path = paths.find((candidate) => candidate === task.functionName) ?? paths[0];
	const found = [
		...same("moduleName", moduleName, task.moduleName),
		...same("functionName", path, task.functionName),
		...same("name", `${moduleName}#${path}`, task.name),
	];
	if (typeof task.fullPath !== "string" || !isAbsolute(task.fullPath))
		found.push(difference("fullPath", "an absolute path", task.fullPath));
	if (row.loadable !== "either") found.push(...same("loadable", row.loadable, task.loadable));
	if (task.loadable === true || row.loadable === true) found.push(...same("load(name)", "identical", task.load));
	if (row.load !== undefined && !isCode(task.load, [row.load]))
		found.push(difference("load(name)", row.load, task.load));
	if (row.kind === "named" && row.nested !== undefined) found.push(...same("isNested", row.nested, task.nested));
	if (row.kind === "named" && row.wrapped !== undefined)
		found.push(...same("isWrappedModuleLevel", row.wrapped, task.wrapped));
	return found;
}

function checkInstance(row: InstanceRow, moduleName: string, seen: Seen): Difference[] {
	const location = `${moduleName}#${row.path}`;
	const open = row.sync === "may";
	const found = same("instantiatedIn", moduleName, seen.instantiatedIn);
	if (!(open && isUnproven(seen))) found.push(...same("lhs", row.path, seen.lhs));
	if (!(open && isCode(seen.location, ["LHS_UNPROVEN"]))) found.push(...same("location", location, seen.location));
	found.push(
		...same("findLhs()", row.path, seen.found),
		...same("lhs after findLhs()", row.path, seen.lhsAfter),
		...same("location after findLhs()", location, seen.locationAfter),
	);
	return [...found, ...checkTask(row, [row.path], moduleName, seen.task ?? {})];
}

/** Has the value a name for people only, or none? A bundle has nothing of such a one: there the code is another one. */
function isUnreachable(row: Row): boolean {
	if (row.kind === "site") return row.path === undefined && !row.unmade;
	if (row.kind === "named") return row.loadable === false;
	return row.kind === "fails" && row.codes.some((code) => code === "NO_LHS" || code === "NOT_EXPORTED");
}

/** See {@link UNLOCATED}: so it is of every row that is a function. */
function asksForFunction(row: Row): boolean {
	return row.kind === "named" || (row.kind === "fails" && /BOUND|NATIVE/.test(String(row.codes)));
}

function checkHidden(seen: Seen): Difference[] {
	if (seen.get !== undefined) return [difference("the expression", "a value", seen.get)];
	if (typeof seen.call === "string") return [difference("the call", "an error", seen.call)];
	const found = checkHonest(seen.task ?? {});
	return seen.task?.loadable === true ? [...found, difference("loadable", "never true", seen.task.name)] : found;
}

function checkSite(row: SiteRow, moduleName: string, seen: Seen): Difference[] {
	const { id, get, path, local, stable } = row;
	if (path !== undefined)
		return checkInstance(
			{ kind: "instance", id, get, path, sync: stable ? "must" : "may", loadable: true },
			moduleName,
			seen,
		);
	const found = [...checkHonest(seen.task ?? {}), ...checkNever({ kind: "never", id, get, not: [] }, seen)];
	if (found.length > 0) return found;
	if (local === undefined) return same("extractTaskModule", "NO_LHS", codeOf(seen.task?.error));
	return [
		...same("functionName", local, seen.task?.functionName),
		...same("findLhs()", "NOT_EXPORTED", codeOf(seen.found)),
	];
}

function checkNever(row: NeverRow, { task, lhs, found }: Seen): Difference[] {
	const differences = [];
	if (task?.loadable === true) differences.push(difference("loadable", "never true", task.name));
	if (typeof lhs === "string" && row.not.includes(lhs)) differences.push(difference("lhs", `not ${lhs}`, lhs));
	if (typeof found === "string") differences.push(difference("findLhs()", "an error", found));
	return differences;
}

/** An error of ours, or a name; and if the name is loadable, then it does load the identical value. */
function checkHonest({ error, loadable, load, name }: SeenTask): Difference[] {
	if (error !== undefined) return isOurs(error) ? [] : [difference("extractTaskModule", "an answer or a code", error)];
	if (loadable !== true || load === "identical") return [];
	return [difference(`load(${name})`, "identical, as loadable is true", load)];
}

function checkInput(row: InputRow, call: Answer): Difference[] {
	if (typeof call !== "object" || !isCode(call, row.codes))
		return [difference(`load(${row.get.slice(0, 80)})`, row.codes.join(" or "), call)];
	const found = [];
	if (!isNearestShown(row, call))
		found.push(difference("error.nearest", `shows ${row.nearest}`, JSON.stringify(call.nearest)));
	if (row.cause !== undefined) found.push(...same("error.cause.message", row.cause, call.cause));
	return found;
}

function isNearestShown({ nearest }: InputRow, call: Answer): boolean {
	return (
		nearest === undefined || (typeof call === "object" && call.nearest?.some((name) => name.includes(nearest)) === true)
	);
}

function same(what: string, expected: unknown, got: unknown): Difference[] {
	return Object.is(expected, got) ? [] : [difference(what, String(expected), got)];
}

function isCode(answer: unknown, codes: readonly string[]): boolean {
	return typeof answer === "object" && answer !== null && codes.includes((answer as Thrown).code);
}

/** Codes of namesake are in capitals and are not Node's own. */
function isOurs(error: Thrown): boolean {
	return /^[A-Z_]+$/.test(error.code) && !error.code.startsWith("ERR_");
}

function isAbsolute(path: string): boolean {
	return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}

export function difference(what: string, expected: string, got: unknown): Difference {
	return { what, expected, got: render(got) };
}

function render(got: unknown): string {
	if (typeof got !== "object" || got === null) return String(got);
	const { code, message, stack } = got as Thrown;
	return stack === undefined ? `${code} (${sanitizeLine(message)})` : `${code} (${sanitizeLine(stack)})`;
}

function sanitizeLine(text: string): string {
	return text.replaceAll(/\s*\n\s*/g, " | ").slice(0, 420);
}
