/**
 * `npm run mutation`: changes the core a little, and looks whether a test notices. Words choose files of it: `npm run mutation -- name source/flow`
 * takes base/name.ts and source/flow.ts, `-- source` all of source/.
 *
 * Stryker works in a copy, in .matrix/mutation/work/: compiled sources and tests, as `npm test` has them. The tests run in its own process, see
 * mutation-runner.mjs; what they start as programs is not changed, so that the core here is what tests call directly. All of it takes some seven
 * minutes. It goes by pieces of some functions; what was found is kept in .matrix/mutation/results.json and counts until the file changes, so that it
 * goes on where it was stopped.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { ensureInstalled, ensureTestsBuilt, main, root, say } from "./setup.mjs";
import { writeFigures } from "./summary.mjs";
import { ensureTools } from "./tools.mjs";

const TOOLS = { "@stryker-mutator/core": "9.6.1" };
/** For each of its mutants a new process: it keeps what it has found first. */
const KEEPS = ["source/parse"];

/** In percent. */
const WANTED = 80;

/** Lines, at least, of a piece. */
const PIECE = 60;

/** Of the tests that try random values, so many of these for each mutant. */
const RUNS = "100";

/** Of each file of source/ the tests that have to notice, those that say most of it first: the first failure is enough. */
const SOURCE_TESTS = {
	alternatives: ["inventory-runs", "placement", "inventory"],
	answers: ["placement", "growth"],
	bindings: ["bindings", "placement"],
	"common-js": ["exports", "inventory-runs", "placement", "inventory"],
	"exported-names": ["exported-names", "inventory-runs"],
	exports: ["exports", "inventory-runs", "inventory"],
	fingerprint: ["fingerprint"],
	flow: ["placement", "inventory-runs", "nested"],
	imports: ["imports", "inventory"],
	inventory: ["inventory-runs", "inventory", "written-name"],
	kinds: ["inventory"],
	"library-use": ["library-use", "inventory"],
	lines: ["lines", "inventory"],
	meaning: ["meaning", "inventory"],
	"member-paths": ["placement", "inventory-runs", "inventory", "growth"],
	"module-source": ["bindings", "placement"],
	namespace: ["placement", "inventory"],
	nested: ["nested", "inventory"],
	node: ["parse", "placement"],
	overwritten: ["inventory-runs", "placement", "inventory"],
	parse: ["parse", "fingerprint", "placement"],
	placement: ["placement", "inventory-runs", "growth"],
	settled: ["settled", "placement"],
	signature: ["signature", "fingerprint"],
	"source-file": ["source-file", "inventory"],
	syntax: ["positions", "syntax", "placement", "nested", "inventory"],
	"task-options": ["task-options"],
	"type-marks": ["type-marks", "exports", "inventory"],
	values: ["exports", "inventory-runs", "inventory"],
	variables: ["exports", "inventory", "placement"],
	"written-name": ["written-name", "inventory"],
};
const BASE_TESTS = {
	errors: ["errors"],
	"explicit-name": ["explicit-name"],
	name: ["name"],
	own: ["own"],
	text: ["errors"],
};
const PACKAGE_TESTS = {
	"exports-map": ["exports-map", "resolve"],
	"module-name": ["module-name", "resolve"],
	package: ["package", "module-name", "resolve"],
	resolve: ["resolve", "module-name"],
};

/**
 * What is changed, below dist/, with the tests that have to notice.
 * @type {Record<string, string[]>}
 */
const CORE = {
	...below("base", BASE_TESTS),
	...below("source", SOURCE_TESTS),
	...below("package", PACKAGE_TESTS),
};

/**
 * @typedef {{ killed: number, late: number, all: number, hash: string, day: string, survivors: string[] }} Result late: of the killed, those that ran out of time
 */

/** What takes the place of node:test, see there. */
const TESTS = new URL("mutation-tests.mjs", import.meta.url).href;

const tools = join(root, ".matrix", "mutation");
const work = join(tools, "work");
const kept = join(tools, "results.json");

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const words = argv.slice(2);
	const wanted = Object.keys(CORE).filter(
		(file) =>
			words.length === 0 || words.some((word) => file === word || file.startsWith(`${word.replace(/\/$/, "")}/`)),
	);
	if (wanted.length === 0) throw new Error(`there are ${Object.keys(CORE).join(", ")}`);
	const missing = readdirSync(join(root, "src", "source")).filter(
		(file) => !Object.hasOwn(CORE, `source/${file.slice(0, -3)}`),
	);
	if (missing.length > 0) throw new Error(`which tests notice a change of ${missing.join(", ")} in source/?`);
	ensureTools("mutation", TOOLS);
	copy();
	const start = Date.now();
	for (const file of wanted)
		for (const piece of piecesOf(file)) {
			if (Object.hasOwn(readResults(), piece)) continue;
			say(`mutating ${piece}`);
			keep(piece, mutate(file, piece));
		}
	const results = readResults();
	const measured = Object.keys(CORE).filter((file) => piecesOf(file).every((piece) => Object.hasOwn(results, piece)));
	/** @param {string[]} of */
	const sum = (of) => {
		const found = of.flatMap(piecesOf).flatMap((piece) => results[piece] ?? []);
		return {
			killed: found.reduce((total, { killed }) => total + killed, 0),
			all: found.reduce((total, { all }) => total + all, 0),
		};
	};
	for (const piece of wanted.flatMap(piecesOf))
		for (const survivor of results[piece]?.survivors ?? []) console.log(survivor);
	for (const file of wanted) console.log(line(file, sum([file])));
	const total = sum(measured);
	const seconds = (Date.now() - start) / 1000;
	writeFigures({
		topic: "mutation",
		form: measured.length === Object.keys(CORE).length ? "full" : "bounded",
		seconds,
		figures: { "mutants of the core": total.all, "of these noticed": total.killed },
	});
	console.log(line(`all ${measured.length} files that were measured`, total));
	const { killed, all } = sum(wanted);
	if (killed < (all * WANTED) / 100) throw new Error(`less than ${WANTED} % of the mutants are noticed`);
});

/**
 * @param {string} what
 * @param {{ killed: number, all: number }} count
 */
function line(what, { killed, all }) {
	const percent = all === 0 ? "" : `${(Math.floor((1000 * killed) / all) / 10).toFixed(1)} %`;
	return `${what.padEnd(34)} ${String(killed).padStart(5)} of ${String(all).padStart(5)} ${percent.padStart(8)}`;
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, readonly string[]>>} files
 */
function below(folder, files) {
	return Object.fromEntries(
		Object.entries(files).map(([file, tests]) => [
			`${folder}/${file}`,
			tests.map((test) => `${folder}/${test}.test.js`),
		]),
	);
}

/**
 * Parts of a compiled file that end where a function or class ends.
 * @param {string} file
 * @returns {string[]} as Stryker wants them: `name.js:1-40`
 */
function piecesOf(file) {
	const lines = readFileSync(join(work, "dist", `${file}.js`), "utf8").split("\n");
	const pieces = [];
	let first = 1;
	for (const [index, text] of lines.entries()) {
		const last = index + 1;
		const isEnd = /^\}/.test(text) && last - first >= PIECE && lines.length - last >= PIECE;
		if (!isEnd && last < lines.length) continue;
		pieces.push(`${file}.js:${first}-${last}`);
		first = last + 1;
	}
	return pieces;
}

/** @param {string} file */
function hashOf(file) {
	return createHash("sha256")
		.update(readFileSync(join(root, "src", `${file}.ts`)))
		.digest("hex");
}

/** @returns {Record<string, Result>} by pieces, of the files that are as they were then */
function readResults() {
	if (!existsSync(kept)) return {};
	/** @type {Record<string, Result>} */
	const results = JSON.parse(readFileSync(kept, "utf8"));
	return Object.fromEntries(
		Object.entries(results).filter(([piece, { hash }]) => {
			const file = piece.replace(/\.js:.*/, "");
			return Object.hasOwn(CORE, file) && hashOf(file) === hash;
		}),
	);
}

/**
 * @param {string} piece
 * @param {Result} result
 */
function keep(piece, result) {
	writeFileSync(kept, `${JSON.stringify({ ...readResults(), [piece]: result }, null, "\t")}\n`);
}

/** Everything that tests read at the root of the repository; of dist/ what the compiler makes, a file of each source. */
function copy() {
	rmSync(work, { recursive: true, force: true });
	mkdirSync(join(work, "build"), { recursive: true });
	for (const path of ["build/tests", "tests", "docs", "examples", "src", "package.json", "README.md", "tsconfig.json"])
		cpSync(join(root, path), join(work, path), { recursive: true, verbatimSymlinks: true });
	for (const file of new Set(Object.values(CORE).flat())) {
		const test = join(work, "build", "tests", file);
		writeFileSync(test, readFileSync(test, "utf8").replace('"node:test"', JSON.stringify(TESTS)));
	}
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	const compiled = spawnSync(execPath, [tsc, "-p", root, "--outDir", join(work, "dist")], { encoding: "utf8" });
	if (compiled.status !== 0) throw new Error(compiled.stdout);
	symlinkSync(join(work, "dist"), join(work, "build", "src"), "junction");
	symlinkSync(join(root, "node_modules"), join(work, "node_modules"), "junction");
}

/**
 * @param {string} file
 * @param {string} piece
 * @returns {Result}
 */
function mutate(file, piece) {
	const hash = hashOf(file);
	const report = join(work, "report.json");
	rmSync(report, { force: true });
	const config = {
		testRunner: "in-process",
		plugins: [fileURLToPath(new URL("mutation-runner.mjs", import.meta.url))],
		mutate: [`dist/${piece}`],
		inPlace: true,
		coverageAnalysis: KEEPS.includes(file) ? "off" : "perTest",
		concurrency: 2,
		timeoutMS: 5000,
		reporters: ["json"],
		jsonReporter: { fileName: report },
		ignoreStatic: false,
		// Texts are mostly messages for people.
		mutator: { excludedMutations: ["StringLiteral"] },
		// What only says what a type is, is not there at run time.
		disableTypeChecks: false,
		checkers: [],
		allowEmpty: true,
	};
	writeFileSync(join(work, "stryker.conf.json"), JSON.stringify(config));
	const stryker = join(tools, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
	const { status } = spawnSync(execPath, [stryker, "run", "stryker.conf.json"], {
		cwd: work,
		stdio: ["ignore", "ignore", "inherit"],
		env: {
			...env,
			NAMESAKE_RUNS: RUNS,
			NAMESAKE_MUTATION_TESTS: JSON.stringify((CORE[file] ?? []).map((test) => `build/tests/${test}`)),
		},
	});
	if (status !== 0 || !existsSync(report)) throw new Error(`Stryker ended with exit code ${status}`);
	/** @type {{ status: string, mutatorName: string, replacement?: string, location: { start: { line: number, column: number } } }[]} */
	const mutants = Object.values(JSON.parse(readFileSync(report, "utf8")).files).flatMap(({ mutants: all }) => all);
	const having = (/** @type {string[]} */ ...states) => mutants.filter((mutant) => states.includes(mutant.status));
	const survivors = having("Survived", "NoCoverage").map(
		({ status: state, mutatorName, replacement = "", location: { start } }) =>
			`dist/${file}.js:${start.line}:${start.column} ${state}: ${mutatorName} ${replacement.replaceAll(/\s+/g, " ").slice(0, 80)}`,
	);
	const late = having("Timeout").length;
	const killed = having("Killed").length + late;
	return { killed, late, all: killed + survivors.length, hash, day: new Date().toISOString().slice(0, 10), survivors };
}
