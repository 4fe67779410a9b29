/* Libraries that take hold of errors, of modules and of files: the real ones, which `npm run test:hostile` installs. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRepository, libraryUrl } from "../../repository.ts";
import { ANSWERS, instancesAre, NO_PARSER, type Settings, testSettings } from "./setting.ts";

const TOOLS = inRepository(".matrix", "hostile");
const skip = existsSync(join(TOOLS, ".namesake-setup")) ? false : "`npm run test:hostile` installs it";

/** The beginning of a module that is run before the library is there: `require` gives what is installed, and what it gives is the real one. */
const NODE = `import { createRequire, register, syncBuiltinESMExports } from "node:module"; const require = createRequire(${JSON.stringify(join(TOOLS, "x.js"))});`;
const tool = (text: string) => `${NODE} ${text}`;
const fileOf = (path: string) => pathToFileURL(join(TOOLS, "node_modules", path)).href;

const all = (settings: Settings): Settings =>
	Object.fromEntries(Object.entries(settings).map(([title, setting]) => [title, { ...setting, skip }]));

testSettings(
	"SES",
	all({
		"lockdown, before": { before: tool('require("ses"); lockdown();'), coded: instancesAre("CANNOT_LOCATE") },
		"lockdown, before, with errors as they are": {
			before: tool('require("ses"); lockdown({ errorTaming: "unsafe", stackFiltering: "verbose" });'),
			coded: instancesAre("CANNOT_LOCATE"),
		},
		"lockdown, before, with the preload": {
			flags: [`--import=${libraryUrl("register/index")}`],
			coded: { later: "CANNOT_LOCATE" },
			// What the preload records, and how much is made.
			byNode: /registry\/1\)\./,
			before: tool('require("ses"); lockdown();'),
		},
		"lockdown, after": { after: tool('await new Promise(setImmediate); require("ses"); lockdown();') },
		"lockdown, severe": {
			after: tool(
				'await new Promise(setImmediate); require("ses"); lockdown({ overrideTaming: "severe", consoleTaming: "unsafe", errorTaming: "unsafe" });',
			),
		},
	}),
);

testSettings(
	"stacks of other libraries",
	all({
		"source-map-support": { before: tool('require("source-map-support").install();') },
		"source-map-support, with hookRequire": {
			before: tool('require("source-map-support").install({ hookRequire: true, environment: "node" });'),
			coded: { later: "LHS_UNPROVEN" },
		},
		"source-map-support, later": { after: tool('require("source-map-support").install();') },
		"@cspotcode/source-map-support": { before: tool('require("@cspotcode/source-map-support").install();') },
		longjohn: { flags: ["--no-deprecation"], before: tool('require("longjohn");') },
		trace: { before: tool('require("trace");') },
	}),
);

testSettings(
	"instrumentation",
	all({
		"import-in-the-middle": {
			before: tool(
				`register(${JSON.stringify(fileOf("import-in-the-middle/hook.mjs"))}); const { Hook } = require("import-in-the-middle"); new Hook(() => {});`,
			),
		},
		"require-in-the-middle": {
			before: tool('const { Hook } = require("require-in-the-middle"); new Hook((exports) => exports);'),
		},
		OpenTelemetry: {
			before: tool(
				`register(${JSON.stringify(fileOf("@opentelemetry/instrumentation/hook.mjs"))}); const { InstrumentationBase, InstrumentationNodeModuleDefinition, registerInstrumentations } = require("@opentelemetry/instrumentation"); class All extends InstrumentationBase { constructor() { super("all", "1", {}) } init() { return ["fs", "namesake", "oxc-parser"].map((name) => new InstrumentationNodeModuleDefinition(name, ["*"], (exports) => exports)) } } registerInstrumentations({ instrumentations: [new All()] });`,
			),
		},
		"dd-trace": {
			env: {
				DD_INSTRUMENTATION_TELEMETRY_ENABLED: "false",
				DD_REMOTE_CONFIGURATION_ENABLED: "false",
				DD_TRACE_STARTUP_LOGS: "false",
			},
			before: tool(`register(${JSON.stringify(fileOf("dd-trace/loader-hook.mjs"))}); require("dd-trace").init();`),
		},
		pirates: {
			before: tool(
				'require("pirates").addHook((code) => code + "\\n/* seen */", { exts: [".js", ".cjs", ".mjs"], ignoreNodeModules: false });',
			),
		},
		"esbuild-register": { before: tool('require("esbuild-register/dist/node").register({ target: "node20" });') },
	}),
);

const patch = (from: string) =>
	`for (const key of ["readFileSync", "statSync", "existsSync", "readdirSync", "realpathSync", "lstatSync"]) { const own = ${from}[key].bind(${from}); fs[key] = Object.assign((...args) => own(...args), fs[key]); } syncBuiltinESMExports();`;
const FILES = 'const fs = require("fs"); const { fs: memory } = require("memfs");';
const UNION = 'const { Union } = require("unionfs"); const union = new Union(); union';
/** What a name leads to is not there. */
const NO_FILES = { "@acme/app/src/m#__proto__": "MODULE_NOT_FOUND", "@acme/app/src/m#none": "MODULE_NOT_FOUND" };

testSettings(
	"file systems of other libraries",
	all({
		"graceful-fs": { before: tool('require("graceful-fs").gracefulify(require("fs")); syncBuiltinESMExports();') },
		"unionfs, the disk over memfs": {
			before: tool(`${FILES} ${UNION}.use(memory).use({ ...fs }); ${patch("union")}`),
		},
		"unionfs, memfs over the disk: it says that nothing is there, to whom asks so that it does not throw": {
			before: tool(`${FILES} ${UNION}.use({ ...fs }).use(memory); ${patch("union")}`),
			coded: {
				...NO_FILES,
				...Object.fromEntries(
					Object.entries(ANSWERS)
						.filter(([, answer]) => /^(?:m|other|table)#/.test(answer))
						.map(([key, answer]) => [key, `not loadable: ${answer.replace(/^\w+#/, "")}`]),
				),
			},
		},
		memfs: { after: tool(`${FILES} ${patch("memory")}`), coded: { ...NO_PARSER, ...NO_FILES } },
	}),
);
