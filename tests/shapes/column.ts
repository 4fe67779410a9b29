import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, type TestContext, test } from "node:test";
import { encodePath } from "../../src/base/name.ts";
import { check, type Difference, difference, isUnproven } from "./check.ts";
import { checkModes } from "./modes.ts";
import { createProject, keyOf, type Project } from "./project.ts";
import type { FreshRow, Seen } from "./protocol.ts";
import type { Row } from "./row.ts";
import { findNodes, type Node, runProbe } from "./run.ts";
import { type Setting, settings } from "./settings.ts";

/** Only these settings, only these rows (for trying things out): NAMESAKE_SETTING=tsx-esm,js-cjs NAMESAKE_ROWS=I12,F13 */
const onlySettings = list(process.env.NAMESAKE_SETTING);
const onlyRows = list(process.env.NAMESAKE_ROWS);

/**
 * Tests a column of the table in each of its settings.
 *
 * @param usual the settings, that `npm run test:cases` has, in one Node; `npm run test:matrix` has all, in every Node, and with `--ends` all that may depend on it
 */
export async function testColumn(column: Setting["column"], usual: readonly string[]): Promise<void> {
	const nodes = await findNodes();
	const isChosen = ({ name, seldom }: Setting) => {
		if (onlySettings.length > 0) return onlySettings.includes(name);
		return usual.includes(name) || nodes.length > (seldom === true ? ENDS : 1);
	};
	const chosen = settings.filter((setting) => setting.column === column && isChosen(setting));
	describe(column, { concurrency: availableParallelism() }, () => {
		for (const setting of chosen) test(setting.name, (t) => testSetting(t, setting, nodes));
	});
	test("every usual setting exists", () => {
		const names = new Set(settings.filter((setting) => setting.column === column).map(({ name }) => name));
		for (const name of usual) assert.ok(names.has(name), name);
	});
}

/** How many Nodes `npm run test:matrix -- --ends` has. */
const ENDS = 2;

/** Are these the usual settings in one Node? Whoever names settings, or Nodes, wants all that there is. */
function isShort(nodes: readonly Node[]): boolean {
	return nodes.length === 1 && onlySettings.length === 0;
}

async function testSetting(t: TestContext, setting: Setting, nodes: readonly Node[]): Promise<void> {
	await using project = await createProject(setting);
	if (process.env.NAMESAKE_CASES_KEEP === "1") t.diagnostic(`${setting.name} is in ${project.directory}`);
	for (const node of nodes) {
		const label = `${setting.name} on Node ${node.version.join(".")}`;
		if (isBefore(node.version, setting.since)) t.diagnostic(`${label}: there is no such setting`);
		else
			await t.test(label, async (t) => {
				const { rows, unproven, failures } = await differencesOf(project, node, isShort(nodes) ? "short" : "full");
				const counted = `${rows} rows, ${unproven} answers left open (LHS_UNPROVEN), ${failures.length} differences`;
				t.diagnostic(counted);
				if (failures.length > 0) assert.fail(`${counted}\n${failures.join("\n")}`);
			});
	}
}

/** What a run of all rows has shown. */
interface Found {
	readonly rows: number;
	readonly unproven: number;
	/** Every difference from the table, in words. */
	readonly failures: readonly string[];
}

export async function differencesOf(project: Project, node: Node, form: "short" | "full"): Promise<Found> {
	const rows = rowsOf(project);
	assert.ok(rows.length > 0, "no rows");
	const { column, modes: hasModes } = project.setting;
	// A bundle has nothing to load afresh.
	const isFresh = column !== "plugin" && (column !== "preload" || form === "full");
	const isInModes = onlyRows.length === 0 && (hasModes === true || (hasModes === "seldom" && form === "full"));
	const [observed, fresh, modes] = await Promise.all([
		observe(node, project, rows),
		isFresh ? loadFresh(node, project, rows) : [],
		isInModes ? checkModes(node, project) : [],
	]);
	return { rows: rows.length, unproven: observed.unproven, failures: [...observed.failures, ...fresh, ...modes] };
}

/** A row with where it stands. */
interface PlacedRow {
	readonly row: Row;
	readonly key: string;
	readonly moduleName: string;
}

function rowsOf({ files }: Project): PlacedRow[] {
	const wanted = (row: Row) => onlyRows.length === 0 || onlyRows.includes(row.id);
	return files.flatMap(({ file, rows }) => {
		const key = keyOf(file);
		return rows.filter(wanted).map((row) => ({ row, key, moduleName: `@acme/app/src/${encodePath(key)}` }));
	});
}

/** The rows in one process, each held against what is expected. */
async function observe(
	node: Node,
	project: Project,
	rows: readonly PlacedRow[],
): Promise<{ failures: string[]; unproven: number }> {
	const asked = rows.map(({ row, key }, index) => ({
		index,
		key,
		kind: row.kind,
		get: row.get,
		...(row.kind === "fails" ? { call: row.call } : {}),
	}));
	const { lines, complaints } = await runProbe(node, project, {
		what: "observe",
		modules: project.modules,
		rows: asked,
	});
	const failures = complaints === "" ? [] : [`  unexpected output: ${complaints}`];
	const seen = new Map<number, Seen>();
	for (const line of lines) {
		if ("module" in line) failures.push(`  ${line.module} does not load: ${line.seen.stack ?? line.seen.message}`);
		if ("row" in line) seen.set(line.row, line.seen as Seen);
	}
	for (const [index, placed] of rows.entries()) {
		const what = seen.get(index);
		const found =
			what === undefined
				? [difference("the row", "an answer", "none")]
				: check(placed.row, placed.moduleName, what, project.setting, fullPathOf(project, placed));
		failures.push(...render(placed, found));
	}
	return { failures, unproven: [...seen.values()].filter(isUnproven).length };
}

/** The file of a value's own module, where the sources themselves run. */
function fullPathOf({ setting, modules }: Project, { row, key }: PlacedRow): string | undefined {
	if (setting.out !== "src" || (row.kind !== "named" && row.kind !== "instance")) return undefined;
	const home = row.module === undefined ? key : decodeURIComponent(row.module.replace("@acme/app/src/", ""));
	return modules[home]?.file;
}

/** Every loadable name in a process that has named nothing. */
async function loadFresh(node: Node, project: Project, rows: readonly PlacedRow[]): Promise<string[]> {
	const { column } = project.setting;
	const asked: FreshRow[] = [];
	for (const [index, { row, key, moduleName }] of rows.entries()) {
		const path = loadablePath(row);
		if (path === undefined || (row[column] ?? row.runTime) !== undefined) continue;
		asked.push({ index, key, name: `${moduleOf(row) ?? moduleName}#${path}`, get: row.get });
	}
	const { lines, complaints } = await runProbe(node, project, { what: "load", modules: project.modules, rows: asked });
	const failures = complaints === "" ? [] : [`  fresh process: unexpected output: ${complaints}`];
	const seen = new Map(lines.flatMap((line) => ("row" in line ? [[line.row, line.seen] as const] : [])));
	for (const { index, name } of asked) {
		const placed = rows[index];
		const got = seen.get(index);
		if (placed === undefined || got === "identical") continue;
		if (placed.row.kind === "named" && placed.row.paths.length > 1) continue;
		failures.push(...render(placed, [difference(`fresh process: load(${name})`, "identical", got)]));
	}
	return failures;
}

/** The path by which a row can be loaded in every process. */
function loadablePath(row: Row): string | undefined {
	if (row.kind === "site") return row.unmade ? undefined : row.path;
	if ((row.kind !== "named" && row.kind !== "instance") || row.loadable !== true) return undefined;
	return row.kind === "named" ? row.paths[0] : row.path;
}

function moduleOf(row: Row): string | undefined {
	return row.kind === "named" || row.kind === "instance" ? row.module : undefined;
}

function render({ row, key }: PlacedRow, found: readonly Difference[]): string[] {
	return found.map(
		({ what, expected, got }) =>
			`  ${row.id} src/${key} ${row.get.replaceAll(/\s+/g, " ").slice(0, 70)}: ${what}: expected ${expected}, got ${got}`,
	);
}

function isBefore(
	[major, minor]: readonly [number, number],
	[sinceMajor, sinceMinor]: readonly [number, number],
): boolean {
	return major < sinceMajor || (major === sinceMajor && minor < sinceMinor);
}

function list(text = ""): string[] {
	return text.split(",").filter((item) => item !== "");
}
