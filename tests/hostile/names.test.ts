import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { runNode } from "../app.ts";
import { type Reliability, reportReliability, toErrorSummary } from "../reliability.ts";
import { inRepository } from "../repository.ts";
import type { Order, Seen } from "./fuzz-names.ts";
import { ALLOWED, type HostileProject, hostileProject, type OpenModule } from "./project.ts";
import { type Deed, END, START, straceMissing, type Watched, watch } from "./watch.ts";

/*
 * Names are untrusted input. A process tries many, made from valid ones; another one looks at what it opens. `npm run fuzz` is the long form;
 * NAMESAKE_SEED and NAMESAKE_RUNS choose another course and length.
 */

const isFull = process.env["NAMESAKE_FUZZ"] === "full";
const seed = Number(process.env["NAMESAKE_SEED"] ?? 20261124);
const count = Number(process.env["NAMESAKE_RUNS"] ?? (isFull ? 1_000_000 : 1500));
/** Each part has its own seed, so that a finding can be had again in short time. */
const PART = Math.min(50_000, Math.ceil((count * 2) / 3));
/** In every third part, dependencies are opened. */
const opensDependencies = (index: number) => index % 3 === 1;

describe(`${count} hostile names, seed ${seed}`, () => {
	let project: HostileProject;
	const parts: {
		readonly seed: number;
		readonly seen: Seen;
		readonly outside: readonly string[];
		readonly control: boolean;
		readonly opens: boolean;
	}[] = [];
	const start = performance.now();

	before(async () => {
		project = hostileProject();
		writeFileSync(join(project.app, "main.mjs"), MAIN);
		const waiting = Array.from({ length: Math.ceil(count / PART) }, (_, index) => index);
		const work = async () => {
			for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await tryPart(index);
		};
		await Promise.all(Array.from({ length: isFull ? availableParallelism() : 1 }, work));
	});
	const tryPart = async (index: number) => {
		const done = index * PART;
		const part = seed + done;
		const allow = opensDependencies(index) ? ALLOWED : [];
		// Half of the names are made from the first one.
		const modules =
			allow.length > 0
				? project.modules.toSorted((a, b) => Number(b.isDependency ?? false) - Number(a.isDependency ?? false))
				: project.modules.filter(({ isDependency }) => isDependency !== true);
		const { seen, deeds, control } = await tryNames(project, modules, allow, part, Math.min(PART, count - done));
		const outside = deeds.flatMap((deed) => misdeed(project, modules, deed));
		parts.push({ seed: part, seen, outside, control, opens: allow.length > 0 });
		if (isFull)
			process.stderr.write(
				`${parts.length} of ${Math.ceil(count / PART)} parts, seed ${part}: slowest ${Math.round(seen.slowestMs)} ms\n`,
			);
	};
	after(async () => {
		const report = summary(
			parts.map(({ seen }) => seen),
			parts.flatMap(({ outside }) => outside).length,
			(performance.now() - start) / 1000,
		);
		reportReliability(report);
		process.stderr.write(`${toErrorSummary(report)}\n`);
		await project[Symbol.asyncDispose]();
	});

	const each = (what: (part: (typeof parts)[number]) => readonly string[]) =>
		parts.flatMap((part) => what(part).map((text) => `seed ${part.seed}: ${text}`));

	it("tries all of them", () => {
		assert.equal(
			parts.reduce((sum, { seen }) => sum + seen.names, 0),
			count,
		);
		const right = parts.map(({ seen }) => seen.loaded + (seen.refusals["NOT_A_TASK"] ?? 0));
		assert.ok(right.reduce((sum, names) => sum + names, 0) > count / 50, "too few names were right");
		const codes = new Set(parts.flatMap(({ seen }) => Object.keys(seen.refusals)));
		for (const code of [
			"INVALID_NAME",
			"FORBIDDEN_MODULE",
			"MODULE_NOT_FOUND",
			"MODULE_FAILED",
			"EXPORT_NOT_FOUND",
			"NOT_EXPORTED",
			"NESTED",
			"UNNAMEABLE",
			"NOT_A_TASK",
		])
			assert.ok(codes.has(code), `no name was ${code}`);
	});
	it("opens dependencies where it is told to", () => {
		for (const { seen, opens } of parts) assert.equal(seen.ofDependencies > 0, opens);
	});
	it("opens no file outside of what names may open", { skip: straceMissing }, () => {
		assert.ok(
			parts.every(({ control }) => control),
			"what opens a decoy is not seen",
		);
		assert.deepEqual(
			each(({ outside }) => outside),
			[],
		);
	});
	it("runs nothing but the module that was asked for, and leaves the language as it was", () =>
		assert.deepEqual(
			each(({ seen }) => seen.escapes),
			[],
		));
	it("leads to the value that the text says, or to none", () =>
		assert.deepEqual(
			each(({ seen }) => seen.wrong),
			[],
		));
	it("refuses with a coded error, and in time", () =>
		assert.deepEqual(
			each(({ seen }) => seen.crashes),
			[],
		));
	it("keeps nothing of what was refused", () => {
		for (const { seen } of parts) assert.ok(seen.grownMb < 64, `${seen.grownMb} MB more`);
	});
});

/** Runs in the hostile project, and is its main module. At the end it opens a decoy, to see that this is seen. */
const MAIN = `
import { openSync, readFileSync } from "node:fs";
import * as namesake from "namesake";
import { loadTask } from "./node_modules/namesake/dist/tracking/load-task.js";
import { fuzzNames } from ${JSON.stringify(pathToFileURL(inRepository("build", "tests", "hostile", "fuzz-names.js")).href)};
const order = JSON.parse(readFileSync(process.argv[2], "utf8"));
const attempt = (file) => { try { return openSync(file, "r"); } catch {} };
// What the library loads when it is needed first.
for (const name of ["@acme/app/src/jobs#none", "@acme/app/src/imported#y", "@acme/app/nowhere#x"])
	for (const ask of [namesake.load, loadTask]) await ask(name).catch(() => undefined);
attempt(${JSON.stringify(START)});
const seen = await fuzzNames({ namesake, loadTask }, order);
attempt(${JSON.stringify(END)});
attempt(order.around.decoys[0]);
process.stdout.write(JSON.stringify(seen));
`;

// biome-ignore format: a list
const PATHS = [
	"send", "hidden", "plain", "Mailer", "Mailer.start", "Mailer.again", "Mailer.prototype.run", "tasks", "tasks.send", "tasks.list", "tasks.list[0]",
	"tasks.list[1]", "tasks.deep.er.est", 'tasks["a b"]', 'tasks[""]', "tasks[0]", "bare.send", "child", "getters", "watched", "refusing",
	"later", "text", "nothing", "big", "symbol", "bytes", "bytes[7]", "map", '["odd export"]', "alias", "default", "inside", "x", "own",
	"run", "boom", "default.run",
];

async function tryNames(
	project: HostileProject,
	modules: readonly OpenModule[],
	allow: readonly string[],
	part: number,
	names: number,
): Promise<{ seen: Seen; deeds: readonly Deed[]; control: boolean }> {
	const around = {
		moduleNames: modules.map(({ moduleName }) => moduleName),
		paths: PATHS,
		decoys: project.decoys,
		app: project.app,
	};
	const order: Order = { seed: part, count: names, modules, around, allow };
	const file = join(project.folder, `order-${part}.json`);
	writeFileSync(file, JSON.stringify(order));
	const args = ["--expose-gc", join(project.app, "main.mjs"), file];
	const timeout = 300_000 + names * 20;
	const outcome: Pick<Watched, "stdout" | "stderr"> & {
		code: number | null | undefined;
		deeds?: readonly Deed[];
		afterwards?: readonly Deed[];
	} =
		straceMissing === false
			? await watch(args, project.app, timeout)
			: await runNode(args, { cwd: project.app, timeout });
	assert.equal(outcome.stderr, "");
	assert.equal(outcome.code, 0, `seed ${part}: the process has ended with ${outcome.code}`);
	const control = outcome.afterwards?.some(({ path }) => path === project.decoys[0]) === true;
	return { seen: JSON.parse(outcome.stdout) as Seen, deeds: outcome.deeds ?? [], control };
}

/** Whatever is not the reading of a module of the project, of its folders, or of a package.json or tsconfig. */
function misdeed(
	{ app, folder, decoys, noModule }: HostileProject,
	modules: readonly OpenModule[],
	{ path, line, writes }: Deed,
): string[] {
	// The package of these tests is one of the program's, as they are loaded: that file is read once more when it has changed.
	if (path === inRepository("package.json") && !writes) return [];
	// glibc asks when it may give memory of a thread back: sysdeps/unix/sysv/linux/malloc-sysdep.h, check_may_shrink_heap().
	if (path === "/proc/sys/vm/overcommit_memory" && !writes) return [];
	if (!writes && modules.some(({ file, isDependency }) => isDependency === true && path === join(app, file))) return [];
	const isManifest =
		path.endsWith("/package.json") && [app, join(folder, "node_modules")].some((root) => path.startsWith(`${root}/`));
	const isOwn =
		(path === app || path.startsWith(`${app}/`)) &&
		!path.includes("/node_modules") &&
		(path === noModule || !decoys.includes(path));
	return !writes && (isManifest || isOwn) ? [] : [line];
}

function summary(seen: readonly Seen[], opened: number, seconds: number): Reliability {
	const sum = (of: (one: Seen) => number) => seen.reduce((total, one) => total + of(one), 0);
	const refusals: Record<string, number> = {};
	for (const one of seen)
		for (const [code, times] of Object.entries(one.refusals)) refusals[code] = (refusals[code] ?? 0) + times;
	const figures = {
		"names fuzzed": sum(({ names }) => names),
		"led to a value": sum(({ loaded }) => loaded),
		escapes: opened + sum(({ escapes }) => escapes.length),
		crashes: sum(({ crashes }) => crashes.length),
		"wrong names": sum(({ wrong }) => wrong.length),
		"slowest name, in ms": Math.round(Math.max(0, ...seen.map(({ slowestMs }) => slowestMs))),
	};
	return { topic: "names", form: isFull ? "full" : "bounded", seed, seconds, figures, refusals };
}
