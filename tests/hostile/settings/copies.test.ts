/* Two copies of this library in one process, of one version or of two: each is asked of what the other has made. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app, type RunOptions, TSX } from "../../app.ts";
import { passSetting, trySetting } from "../../figures.ts";
import { libraryUrl } from "../../repository.ts";
import { installCopy, type Packed, packed, type Version } from "./copies.ts";
import { fixture, functionsAre, testSettings } from "./setting.ts";

const LIB = "node_modules/lib/node_modules/namesake";

/** What both copies say. */
const RIGHT: Readonly<Record<string, unknown>> = {
	fn: "m#fn",
	One: "m#One",
	one: "m#one",
	two: "m#two",
	madeOne: "m#madeOne",
	madeTwo: "m#madeTwo",
	left: "m#left",
	right: "m#right",
	taskOne: "m#taskOne",
	taskTwo: "m#taskTwo",
	named: "named-by-one",
	// That `lib` hands on this library, the text does not tell: another process could not find the name.
	namedElsewhere: "not loadable: named-by-two",
	oneOfTwo: "m#oneOfTwo",
	twoOfOne: "m#twoOfOne",
	wrappedOne: "m#wrappedOne",
	wrappedTwo: "m#wrappedTwo",
	mapOne: "m#mapOne",
	mapTwo: "m#mapTwo",
	both: "m#both",
	"held.one": "m#held.one",
	"held.two": "m#held.two",
	commonOne: "common#one",
	commonTwo: "common#two",
	later: "LHS_UNPROVEN",
	again: "DUPLICATE_NAME",
	againTwo: "DUPLICATE_NAME",
	"instances of both": true,
	"tasks of both": true,
	runs: "2,3,3,2",
};

let library: Packed;
before(async () => {
	library = await packed();
});
after(() => library[Symbol.asyncDispose]());

async function install(version?: Version): Promise<App> {
	const files = Object.entries(fixture("copies")).map(([file, text]) => [
		file.replace(/^lib\//, "node_modules/lib/"),
		text,
	]);
	const p = await app(Object.fromEntries(files));
	await installCopy(library, p, "node_modules/namesake");
	await installCopy(library, p, LIB, version);
	return p;
}

async function check(p: App, coded: Readonly<Record<string, unknown>> = {}, options?: RunOptions): Promise<void> {
	const { isDistinct, told } = (await p.tell("src/main.js", options)) as { isDistinct: boolean; told: object };
	assert.equal(isDistinct, true, "these are two copies");
	assert.deepEqual(told, { ...RIGHT, ...coded });
}

describe("two copies of one version", () => {
	let p: App;
	before(async () => {
		p = await install();
	});
	after(() => p[Symbol.asyncDispose]());
	const ways: Readonly<Record<string, () => RunOptions>> = {
		"as they are": () => ({}),
		"under tsx, which makes two of each": () => ({ flags: ["--import", TSX] }),
		"with the preload of one": () => ({ flags: ["--import", p.at("node_modules/namesake/dist/register/index.js")] }),
		"with the preload of the other": () => ({ flags: ["--import", p.at(`${LIB}/dist/register/index.js`)] }),
		"with the preloads of both": () => ({
			flags: [
				"--import",
				p.at("node_modules/namesake/dist/register/index.js"),
				"--import",
				p.at(`${LIB}/dist/register/index.js`),
			],
		}),
	};
	for (const [title, options] of Object.entries(ways))
		test(title, async () => {
			trySetting(`two copies: ${title}`);
			await check(p, {}, options());
			passSetting(`two copies: ${title}`);
		});
});

/** In the core of a later version: it reads its own origins from a table, and this is what it shows to others. */
const shows = (what: string): Version["edits"] => ({
	"core.js": [
		["hiddenValue(origin)", `{ __proto__: null, ${what}, configurable: true }`],
		["frozen.set(value, origin);", ";"],
		["keep(value, origin);", "keep(value, origin); frozen.set(value, origin);"],
		["if (found === undefined)\n\t\t\treturn frozen.get(value);", "if (frozen.has(value)) return frozen.get(value);"],
	],
});

const FIELDS =
	"kind: origin.kind, wrapped: origin.wrapped, ownName: origin.ownName, sequence: origin.sequence, namespace: undefined, isOf: (v) => origin.isOf(v), bodyPlace: () => origin.bodyPlace()";
const REFUSE = "() { throw new Error('no') }";
const TRAPS = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"]
	.map((trap) => `${trap}${REFUSE}`)
	.join(", ");

/** The values that are made by the copy of this name. */
const madeBy = (copy: "One" | "Two") =>
	({
		One: ["one", "madeOne", "left", "taskOne", "named", "oneOfTwo", "wrappedOne", "mapOne", "held.one", "commonOne"],
		Two: [
			"two",
			"madeTwo",
			"right",
			"taskTwo",
			"namedElsewhere",
			"twoOfOne",
			"wrappedTwo",
			"mapTwo",
			"held.two",
			"commonTwo",
			"later",
			"againTwo",
		],
	})[copy];

/** The copy `one` can't read what the other has recorded, and says so. */
const UNREADABLE = Object.fromEntries(madeBy("Two").map((key) => [key, `UNNAMEABLE | ${RIGHT[key]}`]));
const UNKNOWN = { ...UNREADABLE, "instances of both": false, "tasks of both": false };
/** This instance has a class that one copy tracks, and is tracked by the other. */
const UNPLACED = { ...UNREADABLE, both: "UNNAMEABLE | m#both" };
const APART = {
	...UNKNOWN,
	...Object.fromEntries(madeBy("One").map((key) => [key, `${RIGHT[key]} | UNNAMEABLE`])),
};

interface Later {
	readonly edits: Version["edits"];
	readonly coded?: Readonly<Record<string, unknown>>;
}

const VERSIONS: Readonly<Record<string, Later>> = {
	"other symbols": {
		edits: Object.fromEntries(
			["core.js", "registry/record.js", "adapter/pool/loading.js", "adapter/bullmq/task-job.js"].map((file) => [
				file,
				[[/(namesake\.(?!error)[.\w]+)\/1"\)/, '$1/2")']],
			]),
		),
		coded: APART,
	},
	"more fields": { edits: shows(`value: { ${FIELDS}, version: 2, more: {} }`) },
	"a frozen record": { edits: shows(`value: Object.freeze({ ${FIELDS} })`) },
	"a proxy": { edits: shows(`value: new Proxy({ ${FIELDS} }, {})`) },
	"another kind": { edits: shows(`value: { ${FIELDS}, kind: "workflow" }`), coded: UNKNOWN },
	"other fields": { edits: shows("value: { type: origin.kind, of: value, place: 1 }"), coded: UNKNOWN },
	"a getter": { edits: shows("get: () => origin"), coded: UNKNOWN },
	"a getter that throws": { edits: shows(`get${REFUSE}`), coded: UNKNOWN },
	"a proxy that refuses": { edits: shows(`value: new Proxy({}, { ${TRAPS} })`), coded: UNKNOWN },
	"a number": { edits: shows("value: 2"), coded: UNKNOWN },
	"a place that comes later": {
		edits: shows(`value: { ${FIELDS}, bodyPlace: async () => origin.bodyPlace() }`),
		coded: UNPLACED,
	},
	"a place that throws": { edits: shows(`value: { ${FIELDS}, bodyPlace${REFUSE} }`), coded: UNPLACED },
	"lines that are counted from 1": {
		edits: shows(
			`value: { ${FIELDS}, bodyPlace: () => ({ ...origin.bodyPlace(), line: origin.bodyPlace().line + 1 }) }`,
		),
		// What stands at another place is no evidence of where the module has put a value.
		coded: {
			againTwo: "LHS_UNPROVEN, waiting DUPLICATE_NAME | DUPLICATE_NAME",
			"held.two": "not loadable: m#held.two | m#held.two",
			commonTwo: "not loadable: common#two | common#two",
		},
	},
};

describe("two versions", () => {
	for (const [title, { edits, coded }] of Object.entries(VERSIONS))
		test(title, async () => {
			trySetting(`two versions: ${title}`);
			await using p = await install({ version: "2.0.0", edits });
			await check(p, coded);
			passSetting(`two versions: ${title}`);
		});
});

const put = (value: string) => `globalThis[Symbol.for("namesake.registry/1")] = ${value}`;
const REGISTERS = ["registry", "context", "pool.loading"].map((name) => `Symbol.for("namesake.${name}/1")`);
const PRELOAD = libraryUrl("register/index");
const first = (text: string) => `--import=data:text/javascript,${encodeURIComponent(text)}`;

/** A registry that can be used is used. */
const RECORDED = /registry\/1\)\./;

testSettings("what is registered globally, of another form", {
	"a number": { before: put("1") },
	"an empty object": { before: put("{}") },
	frozen: {
		before: put(
			"Object.freeze({ made: 0, modules: Object.freeze([]), values: Object.freeze([]), chunks: Object.freeze([]) })",
		),
	},
	"a proxy that refuses": { before: put(`new Proxy({}, { get${REFUSE}, has${REFUSE} })`) },
	"a getter that throws": {
		before: `for (const symbol of [${REGISTERS}]) Object.defineProperty(globalThis, symbol, { get${REFUSE} })`,
	},
	"entries of another form": {
		byNode: RECORDED,
		before: put(
			"{ made: 0, modules: [null, 1, {}, { name: '@acme/app/src/m', file: 'x', kind: 'lazy' }, new Proxy({}, { get() { throw 1 } })], values: [null, {}, { module: {}, value: 1 }], chunks: [null, { modules: 1 }], more: 1 }",
		),
	},
	"on Object.prototype": {
		before:
			'for (const name of ["origin", "registry", "context"]) Object.prototype[Symbol.for(`namesake.${name}/1`)] = { kind: "task", modules: [], isOf: () => true, bodyPlace() {} }',
	},
	"before the preload": { flags: [first(put("{}")), `--import=${PRELOAD}`] },
	"before the preload, frozen": {
		flags: [first(put("Object.freeze({ made: 0, modules: [], values: [], chunks: [] })")), `--import=${PRELOAD}`],
	},
	"before the preload, with entries of another form": {
		byNode: RECORDED,
		flags: [
			first(
				put(
					"{ made: 0, modules: [null, { name: '@acme/app/src/m', kind: 'lazy' }], values: [null, {}], chunks: [null] }",
				),
			),
			`--import=${PRELOAD}`,
		],
	},
	"a global that nothing can be added to, before the preload": {
		coded: functionsAre("CANNOT_LOCATE"),
		flags: [
			first("globalThis.WebSocket; globalThis.EventSource; Object.preventExtensions(globalThis)"),
			`--import=${PRELOAD}`,
		],
	},
});
