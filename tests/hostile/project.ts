import { execFileSync } from "node:child_process";
import {
	chmodSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	realpathSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inRepository } from "../repository.ts";

/** A module that a name may open. */
export interface OpenModule {
	readonly moduleName: string;
	/** Relative to the project. */
	readonly file: string;
	/** What may run when it is loaded, by the words that {@link HostileProject} files say when they run. */
	readonly runs: readonly string[];
	/** Loading it fails, by the code; it does not fail if there is none. */
	readonly fails?: string;
	readonly isCommonJs?: boolean;
	/** It is opened only where {@link ALLOWED} is passed. */
	readonly isDependency?: boolean;
}

/** What `allow` says where dependencies are opened. */
export const ALLOWED: readonly string[] = ["lib", "@scope/dep/x"];

/** A project on disk among files that no name may lead to. */
export interface HostileProject extends AsyncDisposable {
	/** Holds the project and what is outside of it. */
	readonly folder: string;
	/** The folder of the package `@acme/app`. */
	readonly app: string;
	readonly modules: readonly OpenModule[];
	/** Files that no name may open, absolute. Those of modules that {@link ALLOWED} opens are not among them. */
	readonly decoys: readonly string[];
	/** One of them, whose text may be looked at to see that it is no module, and must not run. */
	readonly noModule: string;
}

/** The first statement of every file: it says that it runs. */
const ran = (what: string) => `(globalThis.ran ??= []).push(${JSON.stringify(what)});\n`;
const called = (what: string) => `globalThis.ran.push("called ${what}")`;

const JOBS = `
import { task } from "namesake";
import "./imported.js";
export const send = task((to) => { ${called("send")}; return to; });
export function plain() { ${called("plain")}; }
export class Mailer { constructor() { ${called("Mailer")}; } static start() { ${called("start")}; } run() { ${called("run")}; } static again = send; }
export const tasks = { send, list: [send, plain], deep: { er: { est: task(() => { ${called("est")}; }) } }, "a b": send, "": plain, "0": plain, constructor: plain, ["__proto__"]: plain };
export const bare = Object.assign(Object.create(null), { send });
export const child = Object.create({ inherited: send });
export const getters = { get send() { ${called("getter")}; return send; } };
export const watched = new Proxy({ send }, {
	get() { ${called("trap get")}; return send; }, has() { ${called("trap has")}; return true; }, apply() { ${called("trap apply")}; },
});
export const refusing = new Proxy({}, { getOwnPropertyDescriptor() { throw new Error("trap"); } });
export const later = { then(done) { ${called("then")}; done(send); } };
export const text = "text", nothing = null, big = 1n, symbol = Symbol("s");
export const bytes = new Uint8Array(2000), map = new Map([["send", send]]);
export { send as "odd export", send as alias, plain as default };
const hidden = task(() => { ${called("hidden")}; });
export const inside = () => hidden;
`;

/** Nothing is unreadable to whom owns the machine. */
const isRoot = process.getuid?.() === 0;

function dependency(moduleName: string): (typeof FILES)[string] {
	return { text: DEPENDENCY, open: { moduleName, isDependency: true } };
}

const DEPENDENCY = `
export const x = () => 1;
export { x as send, x as plain, x as hidden, x as alias, x as run, x as default, x as "odd export" };
export class Mailer { static start() { ${called("dependency")}; } run() {} static again = x; }
export const tasks = { send: x, list: [x, x], deep: { er: { est: x } }, "a b": x, "": x, "0": x };
`;

/** What stands at a place, and under which name it may be opened; a decoy has none. */
const FILES: Readonly<
	Record<
		string,
		{ readonly text: string; readonly open?: Omit<OpenModule, "file" | "runs"> & { readonly runs?: readonly string[] } }
	>
> = {
	"app/src/jobs.js": { text: JOBS, open: { moduleName: "@acme/app/src/jobs", runs: ["app/src/imported.js"] } },
	"app/src/imported.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/imported" } },
	"app/src/index.js": {
		text: 'export * from "./jobs.js"; export const own = () => 1;',
		open: { moduleName: "@acme/app/src/index", runs: ["app/src/jobs.js", "app/src/imported.js"] },
	},
	"app/src/a b.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/a b" } },
	"app/src/a.b.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/a.b" } },
	"app/src/[id].js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/[id]" } },
	"app/src/c#/100%.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/c%23/100%25" } },
	"app/src/%2e%2e/jobs.js": {
		text: "export const x = () => 1;",
		open: { moduleName: "@acme/app/src/%252e%252e/jobs" },
	},
	"app/src/%23.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/%2523" } },
	"app/src/caf\u00e9.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/caf\u00e9" } },
	"app/src/cafe\u0301.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/cafe\u0301" } },
	"app/src/q?x=1.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/q?x=1" } },
	"app/src/back\\slash.js": {
		text: "export const x = () => 1;",
		open: { moduleName: "@acme/app/src/back\\slash", fails: "MODULE_FAILED" },
	},
	"app/src/dot..js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/dot." } },
	"app/src/space .js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/space " } },
	"app/src/...js": { text: "export const x = () => 1;" },
	"app/src/throws.js": {
		text: 'export const x = () => 1; throw new Error("no");',
		open: { moduleName: "@acme/app/src/throws", fails: "MODULE_FAILED" },
	},
	"app/src/broken.js": {
		text: "export const x = ;",
		open: { moduleName: "@acme/app/src/broken", fails: "MODULE_FAILED" },
	},
	"app/src/then.js": {
		text: `export function then() { ${called("export then")}; } export const x = () => 1;`,
		open: { moduleName: "@acme/app/src/then" },
	},
	"app/src/unreadable.js": {
		text: "export const x = () => 1;",
		open: { moduleName: "@acme/app/src/unreadable", ...(isRoot ? {} : { fails: "MODULE_FAILED" }) },
	},
	"app/src/old/package.json": {
		text: '{ "type": "commonjs" }',
		open: { moduleName: "@acme/app/src/old/package.json", fails: "MODULE_FAILED" },
	},
	"app/src/old/tool.js": {
		text: `
exports.run = () => { ${called("run")}; };
exports.default = 1;
Object.defineProperty(exports, "boom", { enumerable: true, get() { throw new Error("boom"); } });
Object.defineProperty(exports, "hidden", { value: exports.run });`,
		open: { moduleName: "@acme/app/src/old/tool", isCommonJs: true },
	},
	"app/src/inner/package.json": {
		text: '{ "name": "@acme/inner", "type": "module" }',
		open: { moduleName: "@acme/inner/package.json", fails: "MODULE_FAILED" },
	},
	"app/src/inner/deep.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/inner/deep" } },
	"app/packages/two/package.json": {
		text: '{ "name": "@acme/two", "type": "module", "exports": { "./public": "./src/two.js" } }',
		open: { moduleName: "@acme/two/package.json", fails: "MODULE_FAILED" },
	},
	"app/packages/two/src/two.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/two/src/two" } },
	"app/dist/built.js": { text: "export const x = () => 1;", open: { moduleName: "@acme/app/src/built" } },
	"app/package.json": {
		text: JSON.stringify({
			name: "@acme/app",
			type: "module",
			workspaces: ["packages/*", "src/inner"],
			namesake: { roots: { dist: "src" } },
			imports: { "#internal": "./src/imported.js", "#out": "lib/internal/secret.js" },
			exports: {
				".": "./src/index.js",
				"./public": { import: "./src/jobs.js", default: "./src/index.js" },
				"./*": "./src/*.js",
			},
		}),
		open: { moduleName: "@acme/app/package.json", fails: "MODULE_FAILED" },
	},
	// What is in the project and is no module of it.
	"app/.env": { text: "TOKEN = 1;" },
	"app/.npmrc": { text: "//registry.example/:_authToken=secret\n" },
	"app/.git/config": { text: "[core]\n" },
	"app/.cache/x.js": { text: "export const x = () => 1;" },
	"app/credentials": { text: "password = 1;" },
	"app/key.pem": { text: "secret", open: { moduleName: "@acme/app/key.pem", fails: "MODULE_FAILED" } },
	"app/data.json": { text: '{ "secret": 1 }', open: { moduleName: "@acme/app/data.json", fails: "MODULE_FAILED" } },
	"app/src/data.json": {
		text: '{ "secret": 1 }',
		open: { moduleName: "@acme/app/src/data.json", fails: "MODULE_FAILED" },
	},
	"app/src/add.wasm": {
		text: "\0asm\u0001\0\0\0",
		open: { moduleName: "@acme/app/src/add.wasm", fails: "MODULE_FAILED" },
	},
	"app/src/native.node": { text: "\x7fELF", open: { moduleName: "@acme/app/src/native.node", fails: "MODULE_FAILED" } },
	"app/node_modules/lib/index.js": dependency("lib"),
	"app/node_modules/lib/package.json": {
		text: JSON.stringify({
			name: "lib",
			type: "module",
			imports: { "#secret": "./internal/secret.js" },
			exports: {
				".": "./index.js",
				"./sub": { node: "./sub.js", default: "./index.js" },
				"./p/*": "./internal/*.js",
				"./null": null,
			},
		}),
		open: { moduleName: "lib/package.json", fails: "MODULE_FAILED", isDependency: true },
	},
	"app/node_modules/lib/sub.js": dependency("lib/sub"),
	"app/node_modules/lib/internal/secret.js": dependency("lib/p/secret"),
	"app/node_modules/lib/hidden.js": dependency("lib/hidden"),
	"app/node_modules/lib/node_modules/inmost/package.json": { text: '{ "name": "inmost", "type": "module" }' },
	"app/node_modules/lib/node_modules/inmost/index.js": { text: "export const x = () => 1;" },
	"app/node_modules/lib2/package.json": { text: '{ "name": "lib2", "type": "module" }' },
	"app/node_modules/lib2/index.js": { text: "export const x = () => 1;" },
	"app/node_modules/@scope/dep/package.json": { text: '{ "name": "@scope/dep", "type": "module" }' },
	"app/node_modules/@scope/dep/x.js": dependency("@scope/dep/x"),
	"app/node_modules/@scope/dep/x/below.js": dependency("@scope/dep/x/below"),
	"app/node_modules/@scope/dep/xy.js": { text: "export const x = () => 1;" },
	"app/node_modules/.bin/tool.js": { text: "export const x = () => 1;" },
	"app/node_modules/bare.js": { text: "export const x = () => 1;" },
	"app/src/node_modules/near/index.js": { text: "export const x = () => 1;" },
	"app/src/node_modules/near/package.json": { text: '{ "name": "near", "type": "module" }' },
	// What is outside.
	"outside/package.json": { text: '{ "name": "outside", "type": "module" }' },
	"outside/decoy.js": { text: "export const x = () => 1;" },
	"outside/src/jobs.js": { text: "export const send = () => 1;" },
	"decoy.js": { text: "export const x = () => 1;" },
	"node_modules/above/package.json": { text: '{ "name": "above", "type": "module" }' },
	"node_modules/above/index.js": { text: "export const x = () => 1;" },
	"app-other/src/jobs.js": { text: "export const send = () => 1;" },
};

/** Links by what they lead to, relative to their own folder or absolute. */
const LINKS: Readonly<Record<string, string>> = {
	"app/src/out.js": "../../outside/decoy.js",
	"app/src/away": "../../outside",
	"app/src/same.js": "jobs.js",
	"app/src/round.js": "round.js",
	"app/src/nowhere.js": "/nowhere/at/all.js",
	"app/src/zero.js": "/dev/zero",
	"app/src/random.js": "/dev/random",
	"app/src/environ.js": "/proc/self/environ",
	"app/src/dep.js": "../node_modules/lib/index.js",
	"app/node_modules/lib/out.js": "../../../outside/decoy.js",
	"app/node_modules/lib/over.js": "../lib2/index.js",
};

/** Writes the project, with a copy of this library among its dependencies. */
export function hostileProject(): HostileProject {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "namesake-hostile-")));
	const at = (path: string) => join(folder, path);
	const modules: OpenModule[] = [];
	const decoys: string[] = [];
	for (const [path, { text, open }] of Object.entries(FILES)) {
		mkdirSync(dirname(at(path)), { recursive: true });
		const speaks = path.endsWith(".js") || /(?:\.env|credentials)$/.test(path);
		writeFileSync(at(path), speaks ? ran(path) + text : text);
		if (open !== undefined)
			modules.push({ ...open, file: path.slice("app/".length), runs: [path, ...(open.runs ?? [])] });
		else if (!path.endsWith("package.json")) decoys.push(at(path));
	}
	for (const [path, target] of Object.entries(LINKS)) symlinkSync(target, at(path));
	const pipes = [at("app/src/pipe.js"), at("app/pipe")];
	execFileSync("mkfifo", pipes);
	decoys.push(...pipes, ...Object.keys(LINKS).map(at));
	mkdirSync(at("app/src/folder.js"));
	chmodSync(at("app/src/unreadable.js"), 0);
	mkdirSync(at(`app/src/${"deep/".repeat(40)}`), { recursive: true });
	installLibrary(at("app/node_modules"));
	const dispose = () => rm(folder, { recursive: true, force: true });
	return { folder, app: at("app"), modules, decoys, noModule: at("app/credentials"), [Symbol.asyncDispose]: dispose };
}

/** As npm would: a link would make it one of the project's own packages. */
function installLibrary(modules: string): void {
	const library = join(modules, "namesake");
	mkdirSync(library);
	cpSync(inRepository("package.json"), join(library, "package.json"));
	cpSync(inRepository("dist"), join(library, "dist"), { recursive: true });
	for (const name of readdirSync(inRepository("node_modules"))) {
		if (name.startsWith(".") || ["lib", "lib2", "near", "above"].includes(name)) continue;
		if (!name.startsWith("@")) symlinkSync(inRepository("node_modules", name), join(modules, name));
	}
	for (const scope of ["@babel", "@oxc-parser"]) symlinkSync(inRepository("node_modules", scope), join(modules, scope));
}
