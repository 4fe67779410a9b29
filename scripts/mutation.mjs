/**
 * `npm run mutation`: changes the core a little, and looks whether a test notices. Words choose files of it: `npm run mutation -- name source/flow`
 * takes name.ts and source/flow.ts, `-- source` all of source/.
 *
 * Stryker works in a copy, in .matrix/mutation/work/: compiled sources and tests, as `npm test` has them. A mutant lives in this process and in those
 * that a test starts; but which tests run which code is known of the tests' own processes only, so that the core here is what tests call directly.
 * All of it at once takes hours. It goes by pieces of some functions; what was found is kept in .matrix/mutation/results.json and counts until the
 * file changes, so that it goes on where it was stopped.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, env, execPath } from "node:process";
import { ensureInstalled, ensureTestsBuilt, main, root, say } from "./setup.mjs";
import { writeFigures } from "./summary.mjs";
import { ensureTools } from "./tools.mjs";

const TOOLS = { "@stryker-mutator/core": "9.6.1", "@stryker-mutator/tap-runner": "9.6.1" };

/** In percent. */
const WANTED = 80;

/** Lines, at least, of a piece. */
const PIECE = 30;

/** Of the tests that try random values, so many of these for each mutant. */
const RUNS = "100";

/** What is changed, below dist/, and the tests that have to notice. Those that take longer than a few seconds are not among them. */
const SOURCE_TESTS = ["fingerprint", "inventory", "lines", "nested", "placement", "type-marks"].map(
	(name) => `source/${name}.test.js`,
);
const MODULE_TESTS = ["full-module-path", "import-module", "module-name", "package", "resolve"].map(
	(name) => `module/${name}.test.js`,
);
/** @type {Record<string, string[]>} */
const CORE = {
	name: ["name.test.js"],
	"own-name": ["own-name.test.js"],
	own: ["own.test.js"],
	errors: ["errors.test.js"],
	...Object.fromEntries(files("source").map((file) => [file, SOURCE_TESTS])),
	"module/exports": ["module/exports.test.js", "module/resolve.test.js"],
	"module/module-name": MODULE_TESTS,
	"module/package": MODULE_TESTS,
	"module/resolve": MODULE_TESTS,
};

/**
 * @typedef {{ killed: number, all: number, hash: string, day: string, survivors: string[] }} Result
 */

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
		form: "full",
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

/** @param {string} folder below src/ */
function files(folder) {
	const names = readdirSync(join(root, "src", folder)).filter((file) => file.endsWith(".ts"));
	return names.map((file) => `${folder}/${file.replace(/\.ts$/, "")}`).sort();
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
		testRunner: "tap",
		plugins: [join(tools, "node_modules", "@stryker-mutator", "tap-runner", "dist", "src", "index.js")],
		mutate: [`dist/${piece}`],
		tap: {
			testFiles: (CORE[file] ?? []).map((test) => `build/tests/${test}`),
			nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"],
			forceBail: true,
		},
		inPlace: true,
		coverageAnalysis: "perTest",
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
		env: { ...env, NAMESAKE_RUNS: RUNS },
	});
	if (status !== 0 || !existsSync(report)) throw new Error(`Stryker ended with exit code ${status}`);
	/** @type {{ status: string, mutatorName: string, replacement?: string, location: { start: { line: number, column: number } } }[]} */
	const mutants = Object.values(JSON.parse(readFileSync(report, "utf8")).files).flatMap(({ mutants: all }) => all);
	const having = (/** @type {string[]} */ ...states) => mutants.filter((mutant) => states.includes(mutant.status));
	const survivors = having("Survived", "NoCoverage").map(
		({ status: state, mutatorName, replacement = "", location: { start } }) =>
			`dist/${file}.js:${start.line}:${start.column} ${state}: ${mutatorName} ${replacement.replaceAll(/\s+/g, " ").slice(0, 80)}`,
	);
	const killed = having("Killed", "Timeout").length;
	return { killed, all: killed + survivors.length, hash, day: new Date().toISOString().slice(0, 10), survivors };
}
