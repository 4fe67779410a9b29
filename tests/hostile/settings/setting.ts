import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type App, app, type Outcome, type RunOptions } from "../../app.ts";
import { passSetting, trySetting } from "../../figures.ts";
import { inRepository } from "../../repository.ts";

/** A condition under which somebody's program may run. */
export interface Setting {
	/** Flags of Node. Where this Node does not know one of them, the setting is skipped. */
	readonly flags?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** A module, as text, that runs before the library is loaded. */
	readonly before?: string;
	/** A module, as text, that runs when the program and the library are loaded, before the first question. */
	readonly after?: string;
	/** What is another answer here than {@link ANSWERS}: a code, or a name that is not loadable. */
	readonly coded?: Readonly<Record<string, string>>;
	/** Why it is skipped. */
	readonly skip?: string | false;
	readonly run?: RunOptions;
	/** The flag asks for a trace of what every library does: what it prints is then not compared. */
	readonly traces?: boolean;
	/** What Node itself changes there, whoever loads a CommonJS module. */
	readonly byNode?: RegExp;
	/** Files of the program that are others here. */
	readonly files?: Readonly<Record<string, string>>;
}

export type Settings = Readonly<Record<string, Setting>>;

/** What the program in fixtures/app tells when nothing disturbs it. */
export const ANSWERS: Readonly<Record<string, string>> = {
	fn: "m#fn",
	arrow: "m#arrow",
	default: "m#default",
	member: "m#o.m",
	quoted: 'm#o["a b"]',
	element: "m#o.deep[0]",
	class: "m#A",
	static: "m#A.s",
	method: "m#A.prototype.method",
	other: "other#other",
	commonjs: "table#run",
	row: "table#table.row",
	direct: "m#direct",
	made: "m#made",
	first: "m#first",
	second: "m#second",
	task: "m#sent",
	held: "m#held.t",
	map: "m#map",
	wrapped: "m#wrapped",
	inner: "not loadable: outer/inner",
	helper: "not loadable: helper",
	bound: "BOUND_FUNCTION",
	native: "NATIVE_FUNCTION",
	later: "NO_LHS",
	plain: "UNNAMEABLE",
	"node:fs#rmSync": "FORBIDDEN_MODULE",
	"@acme/app/src/m#__proto__": "EXPORT_NOT_FOUND",
	"@acme/app/src/m#none": "EXPORT_NOT_FOUND",
	"@acme/app/../x#y": "FORBIDDEN_MODULE",
	"#": "INVALID_NAME",
	"nobody#x": "MODULE_NOT_FOUND",
	nested: "false true",
	runs: "2 2",
};

const FUNCTIONS = ["fn", "arrow", "default", "member", "quoted", "element", "class", "static", "method", "other"];
const INSTANCES = ["direct", "made", "first", "second", "task", "held", "map", "wrapped"];

/** All functions, or all instances, get this code. */
export function functionsAre(code: string): Record<string, string> {
	return Object.fromEntries(
		[...FUNCTIONS, "commonjs", "row", "inner", "helper", "bound", "native", "nested"].map((key) => [key, code]),
	);
}
export function instancesAre(code: string): Record<string, string> {
	return Object.fromEntries([...INSTANCES, "later"].map((key) => [key, code]));
}

/** Nothing can be read. That a function is bound or built in, V8 tells. */
export const NO_PARSER: Readonly<Record<string, string>> = {
	...functionsAre("SOURCE_UNAVAILABLE"),
	...instancesAre("SOURCE_UNAVAILABLE"),
	bound: "BOUND_FUNCTION",
	native: "NATIVE_FUNCTION",
};

/** The files of one of the programs in fixtures/, as texts by their paths. */
export function fixture(name: string): Record<string, string> {
	const folder = inRepository("tests/hostile/settings/fixtures", name);
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));
	return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

/** The program of fixtures/app on disk. */
export async function program(others: Readonly<Record<string, string>> = {}): Promise<App> {
	return await app({ ...fixture("app"), ...others });
}

/** One test for each setting: the answers are right or the code that is named, and the host is what it was. */
export function testSettings(topic: string, settings: Settings): void {
	describe(topic, () => {
		let shared: App;
		before(async () => {
			shared = await program();
		});
		after(() => shared[Symbol.asyncDispose]());
		for (const [title, setting] of Object.entries(settings)) {
			const skip = setting.skip || unknownFlag(setting);
			if (skip) test(title, { skip });
			else
				test(title, async () => {
					trySetting(`${topic}: ${title}`);
					if (setting.files === undefined) await check(shared, setting);
					else {
						await using own = await program(setting.files);
						await using other = await program(setting.files);
						await check(own, setting, other);
					}
					passSetting(`${topic}: ${title}`);
				});
		}
	});
}

function unknownFlag({ flags = [] }: Setting): string | undefined {
	const unknown = flags.find((flag) => flag.startsWith("--") && !isKnown(flag.replace(/=.*/s, "")));
	return unknown === undefined ? undefined : `this Node has no ${unknown}`;
}

/** Those that may not be in NODE_OPTIONS are not in Node's own list. */
const NOT_LISTED =
	/^--(?:abort-on-uncaught-exception|stack-size|jitless|expose-gc|cpu-prof|heap-prof|prof|test|print|allow-natives-syntax|max-lazy|always-turbofan|no-opt|stress-compaction|gc-interval|trace-gc|lite-mode|interpreted-frames-native-stack|single-threaded|no-use-ic|predictable|harmony-shadow-realm)/;

function isKnown(flag: string): boolean {
	return process.allowedNodeEnvironmentFlags.has(flag) || NOT_LISTED.test(flag);
}

interface Told {
	readonly importing: readonly string[];
	readonly using: readonly string[];
	readonly answers: Readonly<Record<string, string>>;
	readonly waitsFor: readonly string[];
}

/**
 * Runs the program with the library and without it: from outside, both look the same.
 *
 * @param another where it runs without, if a run changes files.
 */
export async function check(program: App, setting: Setting, another: App = program): Promise<void> {
	const run = (mode: "ask" | "control") =>
		(mode === "ask" ? program : another).run("src/main.js", {
			timeout: 300_000,
			...setting.run,
			flags: setting.flags ?? [],
			env: { ...setting.env },
			args: [moduleUrl(setting.before), moduleUrl(setting.after), mode],
		});
	const [asked, control] = await Promise.all([run("ask"), run("control")]);
	const outside = ({ stderr, code }: Outcome) => ({
		stderr: setting.traces === true ? "" : withoutIds(stderr),
		code,
	});
	assert.deepEqual(outside(asked), outside(control), "what is seen from outside");
	const told = toldBy(asked);
	const differs = Object.entries({ ...ANSWERS, ...setting.coded }).filter(
		([key, answer]) => told.answers[key] !== answer,
	);
	assert.deepEqual(
		Object.fromEntries(differs.map(([key]) => [key, told.answers[key]])),
		Object.fromEntries(differs),
		"the answers",
	);
	const own = (changes: readonly string[]) => changes.filter((path) => setting.byNode?.test(path) !== true);
	assert.deepEqual(own(told.importing), [], "what importing the library has changed");
	assert.deepEqual(own(told.using), [], "what using the library has changed");
	assert.deepEqual(told.waitsFor, toldBy(control).waitsFor, "what keeps the process alive");
}

function moduleUrl(text: string | undefined): string {
	return text === undefined ? "" : `data:text/javascript,${encodeURIComponent(text)}`;
}

function toldBy({ stdout, stderr }: Outcome): Told {
	const line = stdout.split("\n").find((text) => text.startsWith("{"));
	if (line === undefined) throw new Error(`the program has told nothing:\n${stdout}${stderr}`);
	return JSON.parse(line) as Told;
}

/** Process ids and the address of the inspector. */
function withoutIds(text: string): string {
	return text.replaceAll(/\(node:\d+\)/g, "(node)").replaceAll(/ws:\S+/g, "ws:");
}
