/* Globals and modules of Node that another library has replaced. */

import { libraryUrl } from "../../repository.ts";
import { functionsAre, NO_PARSER, testSettings } from "./setting.ts";

const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire('/');";

testSettings("globals", {
	"process replaced": { before: "globalThis.process = { ...process, env: {}, argv: [] }" },
	"process replaced later, by too little for the parser": {
		after: "globalThis.process = { env: {} }",
		coded: NO_PARSER,
	},
	"process wrapped in a proxy": { before: "globalThis.process = new Proxy(process, {})" },
	"process deleted later, which the parser needs": { after: "delete globalThis.process", coded: NO_PARSER },
	"process replaced when the parser is there": {
		after:
			"import { createRequire } from 'node:module'; const { parse } = await import(process.env.NAMESAKE_PARSE); parse('', 'js', 'module'); globalThis.process = { env: {} }",
		env: { NAMESAKE_PARSE: libraryUrl("source/parse") },
	},
	// Later Nodes make WebSocket when it is looked at, and need these for that.
	"Buffer and URL deleted": { before: "globalThis.WebSocket; delete globalThis.Buffer; delete globalThis.URL" },
	"setImmediate deleted": {
		before: "delete globalThis.setImmediate; globalThis.setImmediate = (f) => queueMicrotask(f)",
	},
	"Date.now stands still": { before: "Date.now = () => 0" },
	"Math.random always the same": { before: "Math.random = () => 0.5" },
	"JSON.parse replaced": { after: "const parse = JSON.parse; JSON.parse = (...args) => parse(...args)" },
	"console is silent": { before: "globalThis.console = {}" },
	"Symbol.for counted": { before: "const of = Symbol.for; Symbol.for = (key) => of(key)" },
	"Promise replaced by a subclass": { before: "globalThis.Promise = class Promise extends globalThis.Promise {}" },
	"Object.freeze on everything": {
		after:
			"for (const key of ['Object', 'Array', 'Map', 'Function', 'Promise', 'Reflect']) Object.freeze(globalThis[key])",
	},
	"globalThis sealed": { after: "Object.preventExtensions(globalThis)", coded: functionsAre("CANNOT_LOCATE") },
	"mock.timers of node:test": {
		after: "import { mock } from 'node:test'; mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'Date'] })",
	},
	domain: { flags: ["--no-deprecation"], before: "import domain from 'node:domain'; domain.create().enter()" },
	"an uncaughtException handler": { before: "process.on('uncaughtException', () => { process.exitCode = 7 })" },
	"AsyncLocalStorage around everything": {
		before: "import { AsyncLocalStorage } from 'node:async_hooks'; new AsyncLocalStorage().enterWith({ request: 1 })",
	},
	"async_hooks that look at everything": {
		before:
			"import { createHook, executionAsyncResource } from 'node:async_hooks'; createHook({ init() { executionAsyncResource() }, before() {}, after() {}, destroy() {} }).enable()",
	},
	"diagnostics_channel subscribers": {
		before:
			"import { subscribe } from 'node:diagnostics_channel'; for (const c of ['module.require.start', 'module.import.start']) subscribe(c, () => {})",
	},
});

testSettings("no inspector", {
	"process.getBuiltinModule gives none": {
		before:
			"const get = process.getBuiltinModule; process.getBuiltinModule = (id) => /inspector/.test(id) ? undefined : get(id)",
		coded: functionsAre("CANNOT_LOCATE"),
	},
	"Session refuses": {
		before:
			"import inspector from 'node:inspector'; inspector.Session = class { constructor() { throw new Error('no') } }",
		coded: functionsAre("CANNOT_LOCATE"),
	},
	"Session.connect refuses": {
		before: "import { Session } from 'node:inspector'; Session.prototype.connect = () => { throw new Error('no') }",
		coded: functionsAre("CANNOT_LOCATE"),
	},
	"Session.post answers nothing": {
		before: "import { Session } from 'node:inspector'; Session.prototype.post = () => {}",
		coded: functionsAre("CANNOT_LOCATE"),
	},
	"process.binding is blocked": { before: "process.binding = () => { throw new Error('no') }" },
});

testSettings("node:fs replaced", {
	"wrapped, as graceful-fs does": {
		before: `${REQUIRE} const fs = require("fs"); for (const key of ["readFileSync", "statSync", "readdirSync"]) { const f = fs[key]; fs[key] = (...args) => f.apply(fs, args); } (await import("node:module")).syncBuiltinESMExports();`,
	},
	"a file system in memory that has nothing": {
		after: `${REQUIRE} const fs = require("fs"); const no = () => { throw Object.assign(new Error("ENOENT"), { code: "ENOENT" }) }; fs.readFileSync = no; fs.readdirSync = no; (await import("node:module")).syncBuiltinESMExports();`,
		coded: {
			...NO_PARSER,
			later: "SOURCE_UNAVAILABLE",
			...Object.fromEntries(
				["@acme/app/src/m#__proto__", "@acme/app/src/m#none", "nobody#x"].map((name) => [name, "SOURCE_UNAVAILABLE"]),
			),
		},
	},
});

testSettings("the module system patched", {
	"Module._load, as require-in-the-middle does": {
		before: `${REQUIRE} const Module = require("module"); const load = Module._load; Module._load = function (...args) { return load.apply(this, args) }`,
	},
	"Module.prototype._compile, as pirates and APMs do": {
		before: `${REQUIRE} const Module = require("module"); const compile = Module.prototype._compile; Module.prototype._compile = function (text, file) { return compile.call(this, text, file) }`,
		coded: { later: "LHS_UNPROVEN" },
	},
	"Module.prototype._compile throws what is no program": {
		before: `${REQUIRE} const Module = require("module"); const compile = Module.prototype._compile; Module.prototype._compile = function (text, ...rest) { if (/no program/.test(text)) throw Object.assign(new Error("transform failed"), { code: "BABEL" }); return compile.call(this, text, ...rest) }`,
		coded: { later: "LHS_UNPROVEN" },
	},
	"Module.prototype._compile is told of": {
		before: `${REQUIRE} const Module = require("module"); const compile = Module.prototype._compile; Module.prototype._compile = function (text, ...rest) { if (/no program/.test(text)) text = "module.exports = { evil: 1 }"; return compile.call(this, text, ...rest) }`,
	},
	"Module.prototype.require": {
		before: `${REQUIRE} const Module = require("module"); const r = Module.prototype.require; Module.prototype.require = function (id) { return r.call(this, id) }`,
	},
	"require.extensions": {
		before: `${REQUIRE} const Module = require("module"); const js = Module._extensions[".js"]; Module._extensions[".js"] = function (m, f) { return js(m, f) }; Module._extensions[".cjs"] = Module._extensions[".js"]`,
	},
	"require.cache emptied later": {
		after: `${REQUIRE} const Module = require("module"); for (const key of Object.keys(Module._cache)) delete Module._cache[key]`,
		// To load them by name would run them again.
		coded: { commonjs: "not loadable: run", row: "not loadable: table.row" },
	},
	"a loader that adds a line to every module": {
		before: `import { register } from "node:module"; register("data:text/javascript," + encodeURIComponent("export async function load(url, context, next) { const r = await next(url, context); if (!url.startsWith('file:') || r.source == null) return r; return { ...r, source: '/* added */ const added = 1;\\\\n' + r.source } }"))`,
	},
	"a loader that mocks the inspector": {
		before: `import { register } from "node:module"; register("data:text/javascript," + encodeURIComponent("export async function resolve(id, context, next) { return /^(node:)?inspector$/.test(id) ? { url: 'data:text/javascript,export default 1', shortCircuit: true } : next(id, context) }"))`,
	},
});
