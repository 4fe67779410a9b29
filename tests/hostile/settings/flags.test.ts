/* Flags of Node, and NODE_OPTIONS. */
import { functionsAre, instancesAre, NO_PARSER, testSettings } from "./setting.ts";

const permission = process.allowedNodeEnvironmentFlags.has("--permission")
	? "--permission"
	: "--experimental-permission";

testSettings("flags", {
	"--disallow-code-generation-from-strings": { flags: ["--disallow-code-generation-from-strings"] },
	"--disable-proto=throw": { flags: ["--disable-proto=throw"] },
	"--disable-proto=delete": { flags: ["--disable-proto=delete"] },
	"--no-experimental-require-module: the parser is an ES module": {
		flags: ["--no-experimental-require-module"],
		coded: NO_PARSER,
	},
	"--preserve-symlinks": { flags: ["--preserve-symlinks"] },
	"--preserve-symlinks-main": { flags: ["--preserve-symlinks", "--preserve-symlinks-main"] },
	"--conditions": { flags: ["--conditions=development", "--conditions=module-sync"] },
	"--no-addons: the parser is one": { flags: ["--no-addons"], coded: NO_PARSER },
	[permission]: {
		flags: [permission, "--allow-fs-read=*", "--allow-addons"],
		coded: functionsAre("CANNOT_LOCATE"),
	},
	[`${permission}, without add-ons`]: {
		flags: [permission, "--allow-fs-read=*"],
		coded: { ...functionsAre("CANNOT_LOCATE"), ...instancesAre("SOURCE_UNAVAILABLE") },
	},
	"--experimental-policy": {
		flags: ["--experimental-policy=policy.json"],
		before: "import { createRequire } from 'node:module'; createRequire(process.argv[1])('./table.cjs')",
		// With each CommonJS module that anybody loads, Node puts another `require` there: a dependency of this library is one.
		// https://github.com/nodejs/node/blob/v20.19.0/lib/internal/modules/helpers.js (makeRequireFunction)
		byNode: /^Module\.prototype\.require\b/,
		coded: NO_PARSER,
		files: {
			"policy.json": JSON.stringify({
				scopes: {
					"file:": { integrity: true, cascade: true, dependencies: true },
					"data:": { integrity: true, cascade: true, dependencies: true },
				},
			}),
		},
	},
	"--enable-source-maps": { flags: ["--enable-source-maps"] },
	"--stack-size small": { flags: ["--stack-size=400"] },
	"--jitless": { flags: ["--jitless", "--no-expose-wasm"] },
	"--max-lazy": { flags: ["--max-lazy"] },
	"--interpreted-frames-native-stack": { flags: ["--interpreted-frames-native-stack"] },
	"--single-threaded": { flags: ["--single-threaded"] },
	"--max-old-space-size small": { flags: ["--max-old-space-size=48"] },
	"--expose-gc, collected now and then": { flags: ["--expose-gc"], after: "setInterval(gc, 1).unref(); gc()" },
	"--abort-on-uncaught-exception": { flags: ["--abort-on-uncaught-exception"] },
	"--unhandled-rejections=strict": { flags: ["--unhandled-rejections=strict"] },
	"--trace-warnings and --pending-deprecation": {
		flags: ["--trace-warnings", "--trace-deprecation", "--pending-deprecation", "--trace-uncaught", "--trace-exit"],
	},
	"--throw-deprecation": { flags: ["--throw-deprecation", "--pending-deprecation"] },
	"--trace-sync-io": { flags: ["--trace-sync-io"], traces: true },
	"--trace-event-categories": { flags: ["--trace-event-categories=v8"], run: { cwd: "/tmp" } },
	"--secure-heap": { flags: ["--secure-heap=65536", "--secure-heap-min=2"] },
	"--zero-fill-buffers": { flags: ["--zero-fill-buffers"] },
	"--experimental-vm-modules": { flags: ["--experimental-vm-modules"] },
	"--experimental-shadow-realm": { flags: ["--experimental-shadow-realm"] },
	"--experimental-detect-module": { flags: ["--experimental-detect-module"] },
	"--experimental-strip-types": { flags: ["--experimental-strip-types"] },
	"--no-experimental-global-navigator": { flags: ["--no-experimental-global-navigator"] },
	"--inspect on a free port": { flags: ["--inspect=127.0.0.1:0"], traces: true },
	"--force-context-aware": { flags: ["--force-context-aware"] },
	"--disable-warning": { flags: ["--disable-warning=ExperimentalWarning"] },
	"--input-type alone": { flags: ["--experimental-default-type=module"] },
});

testSettings("environment", {
	NODE_OPTIONS: { env: { NODE_OPTIONS: "--enable-source-maps --stack-trace-limit=0" } },
	NODE_V8_COVERAGE: { env: { NODE_V8_COVERAGE: "/tmp/namesake-coverage" } },
	NODE_PENDING_DEPRECATION: { env: { NODE_PENDING_DEPRECATION: "1" } },
	NODE_PRESERVE_SYMLINKS: { env: { NODE_PRESERVE_SYMLINKS: "1" } },
	NODE_COMPILE_CACHE: { env: { NODE_COMPILE_CACHE: "/tmp/namesake-compile-cache" } },
	NODE_NO_WARNINGS: { env: { NODE_NO_WARNINGS: "1" } },
	"no PATH, no HOME": { env: { PATH: "", HOME: "" } },
	"every variable gone": { before: "for (const key of Object.keys(process.env)) delete process.env[key]" },
	"process.env replaced by an empty object": { before: "process.env = { __proto__: null }" },
	"a working directory elsewhere": { run: { cwd: "/" } },
	"another working directory later": { after: "process.chdir('/')" },
	"a working directory that is deleted": {
		after:
			"import { mkdtempSync, rmdirSync } from 'node:fs'; const d = mkdtempSync('/tmp/gone-'); process.chdir(d); rmdirSync(d)",
	},
	"the title, and argv changed": { before: "process.title = 'x'; process.argv.length = 0" },
});
