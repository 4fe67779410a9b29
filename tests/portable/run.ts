/**
 * Runs the portable program in every cell, prints a table, and fails if a cell shows anything else than it should.
 *
 * Arguments are filters on the names of cells; `--shard=2/3` takes every third of them, from the second on. Called by scripts/cells.mjs.
 */
import Table from "cli-table3";
import { differencesOf } from "../shapes/column.ts";
import { createProject } from "../shapes/project.ts";
import { inspectNode } from "../shapes/run.ts";
import { otherTools } from "../shapes/settings.ts";
import type { Cell } from "./cell.ts";
import { bunAndDeno } from "./cells/bun-and-deno.ts";
import { bundlers, bundlesOfBundles } from "./cells/bundlers.ts";
import { frameworks } from "./cells/frameworks.ts";
import { hosts } from "./cells/hosts.ts";
import { loaders } from "./cells/loaders.ts";
import { nodes } from "./cells/nodes.ts";
import { register } from "./cells/register.ts";
import { judge, type Verdict } from "./judge.ts";
import { createPlace } from "./place.ts";
import { compareWithDocument, type Line } from "./table.ts";

const cells: readonly Cell[] = [
	...nodes,
	...loaders,
	...bunAndDeno,
	...register,
	...hosts,
	...bundlers,
	...bundlesOfBundles,
	...frameworks,
];

/** The questions of fixtures/app/src/check.ts. */
const TOTAL = 57;

const args = process.argv.slice(2);
const filters = args.filter((arg) => !arg.startsWith("--shard="));
const [, shard, shards] = /--shard=(\d+)\/(\d+)/.exec(args.join(" ")) ?? ["", 1, 1];
const chosen = cells
	.filter(({ group, name }) => filters.length === 0 || filters.some((filter) => `${group} ${name}`.includes(filter)))
	.filter((_, index) => index % Number(shards) === Number(shard) - 1);
const columns = otherTools.filter(
	({ name }) => filters.length === 0 || filters.some((filter) => `shapes ${name}`.includes(filter)),
);
if (chosen.length === 0 && columns.length === 0) throw new Error(`there is no cell ${filters.join(", ")}`);

const table = new Table({ head: ["", "cell", "names", "loads", "what to set up"], style: { head: [], border: [] } });
const failures: string[] = [];
const lines: Line[] = [];
for (const cell of chosen) {
	const verdict = await verdictOf(cell);
	lines.push({ cell, verdict });
	table.push([
		verdict.problems.length === 0 ? "" : "✗",
		cell.name,
		`${verdict.names}/${verdict.total}`,
		`${verdict.loads}/${verdict.total}`,
		cell.setup,
	]);
	if (verdict.problems.length > 0) failures.push(`${cell.name}\n  ${verdict.problems.join("\n  ")}`);
}
console.log(table.toString());
for (const setting of columns) {
	await using project = await createProject(setting);
	const { rows, failures: differences } = await differencesOf(project, await inspectNode(process.execPath), "full");
	console.log(`${setting.name}: ${rows} rows of tests/shapes, ${differences.length} differences`);
	if (differences.length > 0) failures.push(`${setting.name}, tests/shapes\n${differences.join("\n")}`);
}
for (const failure of failures) console.log(`\n✗ ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
if (failures.length === 0 && chosen.length === cells.length) compareWithDocument(lines);

async function verdictOf(cell: Cell): Promise<Verdict> {
	await using place = await createPlace();
	try {
		return judge(cell, await cell.run(place), TOTAL);
	} catch (error) {
		return { total: TOTAL, names: 0, loads: 0, problems: [error instanceof Error ? error.message : String(error)] };
	}
}
