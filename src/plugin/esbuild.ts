import { readFileSync } from "node:fs";
import type { OnLoadArgs, OnLoadResult, PartialMessage, Plugin } from "esbuild";
import { HELPER, helperAt, helperText, IMPORTS_HELPER } from "./helper.ts";
import { PROJECT_SOURCE } from "./project-source.ts";
import { type PluginOptions, Recorder } from "./recorder.ts";

export type { PluginOptions } from "./recorder.ts";

/**
 * The plugin of esbuild is not one of unplugin's: esbuild hands to JavaScript whatever a filter lets through, one message for each, and
 * unplugin's lets through every import and every file, and makes a source map where nobody wants one. See bench/README.md, P9.
 */
function esbuildPlugin(options: PluginOptions = {}): Plugin {
	return {
		name: NAME,
		setup({ initialOptions, onStart, onResolve, onLoad }) {
			const recorder = new Recorder(options);
			const wantsMap = initialOptions.sourcemap !== undefined && initialOptions.sourcemap !== false;
			onStart(() => recorder.start());
			onResolve({ filter: IMPORTS_HELPER }, () => ({ path: HELPER, namespace: NAME, sideEffects: false }));
			onLoad({ filter: /^/, namespace: NAME }, () => ({ contents: helperText("bundle"), loader: "js" }));
			onLoad({ filter: PROJECT_SOURCE, namespace: "file" }, (args) => load(args, recorder, wantsMap));
		},
	};
}

export default esbuildPlugin;

const NAME = "namesake";
const how = { kind: "bundle", helper: helperAt(HELPER) } as const;

/** Not asynchronous: a promise for each file would cost more than to read it. */
function load(
	{ path, suffix, with: attributes }: OnLoadArgs,
	recorder: Recorder,
	wantsMap: boolean,
): OnLoadResult | undefined {
	// `./text.ts?raw`, `with { type: "text" }`: what another plugin, or esbuild, makes of it is no module of the project.
	if (!/^(?:\?(?:[tv]=[^&]*)?)?$/.test(suffix) || attributes["type"] !== undefined) return undefined;
	const text = textOf(path);
	if (text === undefined) return undefined;
	const warnings: PartialMessage[] = [];
	const recorded = recorder.record(text, path, how, (message) => void warnings.push({ text: message }));
	// esbuild reads the file itself then.
	if (recorded === undefined)
		return warnings.length === 0 ? undefined : { contents: text, loader: "default", warnings };
	const map = wantsMap ? `\n//# sourceMappingURL=${recorded.map().toUrl()}` : "";
	return { contents: recorded.code + map, loader: "default", warnings };
}

/** Undefined for what is not there, or can't be read: esbuild says so better. */
function textOf(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
}
