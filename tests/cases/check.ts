import type { InstanceRow, NamedRow, NeverRow, Row } from "./corpus/row.ts";
import type { Answer, Seen, SeenTask, Thrown } from "./protocol.ts";

/** One difference between what a row expects and what was seen. */
export interface Difference {
	readonly what: string;
	readonly expected: string;
	readonly got: string;
}

/** Holds what was seen of a row against the row. */
export function check(row: Row, moduleName: string, seen: Seen): Difference[] {
	if (seen.get !== undefined) return [difference("the expression", "a value", seen.get)];
	switch (row.kind) {
		case "named":
			return checkTask(row, row.paths, row.module ?? moduleName, seen.task ?? {});
		case "instance":
			return checkInstance(row, row.module ?? moduleName, seen);
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

function checkInput(row: Extract<Row, { kind: "input" }>, call: Answer): Difference[] {
	if (typeof call !== "object" || !isCode(call, row.codes))
		return [difference(`load(${row.get.slice(0, 80)})`, row.codes.join(" or "), call)];
	const found = [];
	if (row.nearest !== undefined && !call.nearest?.some((name) => name.includes(row.nearest ?? "")))
		found.push(difference("error.nearest", `shows ${row.nearest}`, JSON.stringify(call.nearest)));
	if (row.cause !== undefined) found.push(...same("error.cause.message", row.cause, call.cause));
	return found;
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
