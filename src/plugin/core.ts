import { createUnplugin, type UnpluginInstance } from "unplugin";
import { API, type RecordedModule } from "../registry/record.ts";
import { CANDIDATE } from "./candidates.ts";
import { HELPER, helperAt, helperBeside, helperText, IMPORTS_HELPER, inlineHelper } from "./helper.ts";
import { type PluginOptions, Recorder } from "./recorder.ts";

export type { PluginOptions } from "./recorder.ts";

export type Plugin = UnpluginInstance<PluginOptions | undefined, false>;

const bundled = helperAt(HELPER);
const helpers = {
	bundle: bundled,
	watched: bundled,
	// There require() is Node's own, which knows nothing of the plugin.
	module: { module: HELPER, commonJs: API },
};

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * Records the names of the project's modules in what is built of them, so that a bundle knows them, minified or not, and loads
 * by them.
 */
export const plugin: Plugin = createUnplugin((options = {}, { framework }) => {
	const inlined = framework === "webpack" || framework === "rspack" ? inlineHelper() : undefined;
	const recorder = new Recorder(options);
	let kind: RecordedModule["kind"] = "bundle";
	let helperPath = helperBeside(undefined);
	const watch = () => {
		kind = "watched";
	};
	return {
		name: "namesake",
		enforce: "pre",
		vite: {
			configResolved({ command }: { readonly command: string }) {
				// The development server and Vitest load modules one by one, again when they change.
				kind = command === "serve" ? "module" : "bundle";
			},
		},
		webpack: ({ hooks }) => hooks.watchRun.tap("namesake", watch),
		rspack: ({ hooks }) => hooks.watchRun.tap("namesake", watch),
		buildStart(build?: { readonly input?: unknown }) {
			recorder.start();
			helperPath = helperBeside(build?.input);
		},
		resolveId: {
			filter: { id: IMPORTS_HELPER },
			handler: () => helperPath,
		},
		load: {
			filter: { id: IMPORTS_HELPER },
			handler: () => ({ code: helperText(kind), map: null, moduleSideEffects: kind === "module" }),
		},
		transform: {
			// Rolldown and Vite look at these before anything is handed to JavaScript.
			filter: { id: { include: /\.[cm]?[jt]sx?(?:$|\?)/, exclude: /[\\/]node_modules[\\/]/ }, code: CANDIDATE },
			handler(text, id) {
				const path = pathOfId(id);
				if (path === undefined) return undefined;
				const how = { kind, helper: inlined ?? helpers[kind] };
				const recorded = recorder.record(text, path, how, (message) => this.warn(message));
				return recorded === undefined ? undefined : { code: recorded.code, map: recorded.map() };
			},
		},
	};
});

/** The path of a module of the project; undefined for everything else: virtual modules, `?raw`. */
function pathOfId(id: string): string | undefined {
	const [path = "", query = ""] = id.split("?", 2);
	return path.includes("\0") || !SOURCE.test(path) || !/^(?:[tv]=[^&]*)?$/.test(query) ? undefined : path;
}
