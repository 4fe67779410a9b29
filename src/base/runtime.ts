/**
 * What differs between runtimes, each row with its source. Nothing else in this library asks where it runs.
 */

/**
 * The process, also when the program puts something else into the global later, as test environments do. To import `node:process`
 * would run every getter that it has, which opens stdin, for one.
 */
export const process: NodeJS.Process = globalThis.process;

/** A module that is part of the runtime, without loading it before it is needed. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
	return process.getBuiltinModule(name) as unknown as Builtins[Name];
}

interface Builtins {
	"node:async_hooks": typeof import("node:async_hooks");
	"node:crypto": typeof import("node:crypto");
	"node:fs": typeof import("node:fs");
	"node:inspector": typeof import("node:inspector");
	"node:module": typeof import("node:module");
	"node:path": typeof import("node:path");
	"node:timers": typeof import("node:timers");
	"node:url": typeof import("node:url");
	"node:util": typeof import("node:util");
	"node:vm": typeof import("node:vm");
}

const [major = 0, minor = 0] = (process.versions.node ?? "0.0").split(".").map(Number);

function isAtLeast(wantedMajor: number, wantedMinor: number): boolean {
	return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

const isBun = process.versions["bun"] !== undefined;
const isDeno = process.versions["deno"] !== undefined;

export const features: {
	readonly earlyStacks: boolean;
	readonly framesTellKind: boolean;
	readonly framesAreMapped: boolean;
	readonly showsEveryBody: boolean;
	readonly loadedFlag: boolean;
	readonly moduleLookUp: "asks" | "loads" | "cache" | "none";
	readonly commonJsByText: boolean;
	readonly synchronousHooks: boolean;
	readonly bunPlugins: boolean;
	readonly typeStripping: boolean;
	readonly readsTypeScript: boolean;
	readonly workersInheritLoaders: boolean;
	readonly interruptBudget: boolean;
	readonly contextsNeedHooks: boolean;
	readonly rawTransfer: boolean;
	readonly conditions: (flags: readonly string[]) => readonly string[];
} = {
	/** JavaScriptCore makes the structured stack when it is captured, V8 when it is looked at. Measured on Bun 1.4. */
	earlyStacks: isBun,

	/**
	 * Stack frames name ES modules by URLs and CommonJS modules by paths. Bun 1.4 names both by paths, without queries; Deno 2.9 both by
	 * URLs (measured).
	 */
	framesTellKind: !isBun && !isDeno,

	/**
	 * Positions in structured frames are those of the source, not of what was made of it. Then the name of the file is the source's, and
	 * that of the script is what runs, with the query of its URL. Measured on Bun 1.4 and Deno 2.9.
	 */
	framesAreMapped: isBun || isDeno,

	/**
	 * The body of a module is on the stack while it runs and while it awaits, at its own position. Bun 1.4 gives the body a position inside of
	 * an arrow function that it calls in place, and no frame while it awaits (measured).
	 */
	showsEveryBody: !isBun,

	/** `module.loaded` is false while a CommonJS module is running. In Bun 1.4 it is always true. */
	loadedFlag: !isBun,

	/**
	 * How to see, synchronously, whether an ES module is loaded.
	 *
	 * - `asks`: V8's map of modules can be asked and runs nothing, see hosts/node-module-map.ts. It needs `require()` of ES modules without a warning:
	 *   https://nodejs.org/docs/latest-v22.x/api/modules.html#loading-ecmascript-modules-using-require (22.12 still warns)
	 * - `loads`: the same question loads what is not loaded yet; so it is put of modules only that must be. Measured on Deno 2.9.
	 * - `cache`: the cache of `require` has ES modules, too, with their queries, once they have run. Measured on Bun 1.4.
	 */
	moduleLookUp: isBun
		? "cache"
		: isDeno
			? "loads"
			: (process.features as { require_module?: boolean }).require_module === true &&
					(isAtLeast(22, 13) || (major === 20 && minor >= 19))
				? "asks"
				: "none",

	/** A `.js` or `.mjs` file that assigns to `module.exports` is CommonJS, in a package of type `module`, too. Measured on Bun 1.4. */
	commonJsByText: isBun,

	/**
	 * https://nodejs.org/api/module.html#moduleregisterhooksoptions: from 22.15 and 23.5; they see CommonJS, too. In 22.18 `require()` of a file that is
	 * no CommonJS module by its extension fails in a module that such hooks have handed over ("reading 'exports'"), in 22.23 no more (measured).
	 */
	synchronousHooks:
		"registerHooks" in process.getBuiltinModule("node:module") && (major === 22 ? minor >= 23 : major >= 24),

	/** Bun has neither registerHooks nor register, but hooks of its own: https://bun.com/docs/runtime/plugins */
	bunPlugins: isBun,

	/** https://nodejs.org/api/typescript.html#type-stripping: on by default from 22.18 and 23.6. */
	typeStripping: Boolean((process.features as { typescript?: unknown }).typescript),

	/** Without a loader. Bun and Deno always do: https://bun.com/docs/runtime/typescript, https://docs.deno.com/runtime/fundamentals/typescript/ */
	readsTypeScript: isBun || isDeno || Boolean((process.features as { typescript?: unknown }).typescript),

	/**
	 * The V8 of Node 20 counts the bytecode that a function has run by `--interrupt-budget`; later ones have no such flag, and complain of it on
	 * stderr. Bun has no V8, Deno ignores it. https://github.com/v8/v8/blob/11.3.244/src/flags/flag-definitions.h
	 */
	interruptBudget: !isBun && !isDeno && !isAtLeast(22, 0),

	/**
	 * The parser can hand over a tree in an ArrayBuffer of 6 GiB, of which only what is written takes memory. Node 20 and Bun have none of that size; Windows
	 * counts all of it as taken: https://github.com/oxc-project/oxc/issues/23759. Measured on Linux; macOS counts as Linux does. In Deno not measured.
	 */
	rawTransfer: !isBun && !isDeno && isAtLeast(22, 0) && ["darwin", "linux"].includes(process.platform),

	/**
	 * The conditions of `exports` in package.json that hold for `import` and for `require` alike. https://nodejs.org/docs/latest-v24.x/api/packages.html#conditional-exports;
	 * measured on Node 20.20 and 24.21, Bun 1.4 and Deno 2.9.
	 */
	conditions: (flags) => {
		if (isBun) return ["bun", "node", "node-addons"];
		// Deno shows none of its flags, but takes conditions from a variable, too: https://docs.deno.com/runtime/reference/env_variables/
		if (isDeno) return ["deno", "node", "module-sync", ...(process.env["DENO_CONDITIONS"] ?? "").split(",")];
		const requiresModules = (process.features as { require_module?: boolean }).require_module === true;
		return [
			"node",
			...(flags.includes("--no-addons") ? [] : ["node-addons"]),
			...(requiresModules ? ["module-sync"] : []),
		];
	},

	/** Before Node 24 a worker thread has not all of tsx's hooks: https://github.com/privatenumber/tsx/issues/354 */
	workersInheritLoaders: isAtLeast(24, 0),

	/**
	 * Before Node 24 an AsyncLocalStorage that is enabled has hooks called at every promise. A flag turns that round, `--experimental-async-context-frame`
	 * in 22 and `--no-async-context-frame` in 24: what asks here is right with either, and slower than it could be.
	 * https://github.com/nodejs/node/pull/55552
	 */
	contextsNeedHooks: !isBun && !isDeno && !isAtLeast(24, 0),
};

/**
 * Is this a worker thread? To ask `node:worker_threads` would make Node replace `process.chdir` of the main thread; in a worker
 * Node has disabled it. https://github.com/nodejs/node/blob/v24.0.0/lib/internal/process/worker_thread_only.js
 */
export function isWorkerThread(): boolean {
	return (process.chdir as { disabled?: boolean }).disabled === true;
}
