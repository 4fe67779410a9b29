import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, type TestContext, test } from "node:test";
import { encodePath } from "../../src/base/name.ts";
import { check, type Difference, difference, isUnproven } from "./check.ts";
import type { Row } from "./corpus/row.ts";
import { checkModes } from "./modes.ts";
import { createProject, keyOf, type Project } from "./project.ts";
import type { FreshRow, Seen } from "./protocol.ts";
import { findNodes, type Node, runProbe } from "./run.ts";
import { type Setting, settings } from "./settings.ts";

/** Only these settings, only these rows (for trying things out): NAMESAKE_SETTING=tsx-esm,js-cjs NAMESAKE_ROWS=I12,F13 */
const onlySettings = list(process.env.NAMESAKE_SETTING);
const onlyRows = list(process.env.NAMESAKE_ROWS);

/** One of each kind, where `npm test` runs one Node alone: `npm run test:matrix` has all settings, in every Node. */
const USUAL = ["js-esm", "js-cjs", "tsx-esm", "tsc-cjs-maps"];

const nodes = await findNodes();
const wanted = onlySettings.length > 0 ? onlySettings : nodes.length === 1 ? USUAL : settings.map(({ name }) => name);
const chosen = settings.filter(({ name }) => wanted.includes(name));

test("every setting asked for exists", () => {
	assert.deepEqual(chosen.map(({ name }) => name).sort(), [...wanted].sort());
});

describe("naming-cases.md", { concurrency: availableParallelism() }, () => {
	for (const setting of chosen) test(setting.name, (t) => testSetting(t, setting));
});

async function testSetting(t: TestContext, setting: Setting): Promise<void> {
	await using project = await createProject(setting);
	if (process.env.NAMESAKE_CASES_KEEP === "1") t.diagnostic(`${setting.name} is in ${project.directory}`);
	for (const node of nodes) {
		const label = `${setting.name} on Node ${node.version.join(".")}`;
		if (isBefore(node.version, setting.since)) t.diagnostic(`${label}: there is no such setting`);
		else await t.test(label, (t) => testProject(t, node, project));
	}
}

async function testProject(t: TestContext, node: Node, project: Project): Promise<void> {
	const rows = rowsOf(project);
	assert.ok(rows.length > 0, "no rows");
	const [observed, fresh, modes] = await Promise.all([
		observe(node, project, rows),
		loadFresh(node, project, rows),
		onlyRows.length === 0 ? checkModes(node, project) : [],
	]);
	const failures = [...observed.failures, ...fresh, ...modes];
	t.diagnostic(
		`${rows.length} rows, ${observed.unproven} answers left open (LHS_UNPROVEN), ${failures.length} differences`,
	);
	if (failures.length > 0) assert.fail(`${failures.length} differences\n${failures.join("\n")}`);
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
			what === undefined ? [difference("the row", "an answer", "none")] : check(placed.row, placed.moduleName, what);
		failures.push(...render(placed, found));
	}
	return { failures, unproven: [...seen.values()].filter(isUnproven).length };
}

/** Every loadable name in a process that has named nothing. */
async function loadFresh(node: Node, project: Project, rows: readonly PlacedRow[]): Promise<string[]> {
	const asked: FreshRow[] = [];
	for (const [index, { row, key, moduleName }] of rows.entries()) {
		if ((row.kind !== "named" && row.kind !== "instance") || row.loadable !== true) continue;
		const path = row.kind === "named" ? row.paths[0] : row.path;
		asked.push({ index, key, name: `${row.module ?? moduleName}#${path}`, get: row.get });
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
