import type { LoadFnOutput, LoadHookContext } from "node:module";
import { instrument, isRecorded } from "./instrument.ts";

const decoder = new TextDecoder();

/** `module.registerHooks`: what the loaders before have made of a file, with records in it. */
export function load(
	url: string,
	context: LoadHookContext,
	nextLoad: (url: string, context: LoadHookContext) => LoadFnOutput,
): LoadFnOutput {
	return withRecords(url, nextLoad(url, context));
}

/** The same for `module.register`, which asks from a thread of its own. */
export async function loadOnThread(
	url: string,
	context: LoadHookContext,
	nextLoad: (url: string, context: LoadHookContext) => LoadFnOutput | Promise<LoadFnOutput>,
): Promise<LoadFnOutput> {
	return withRecords(url, await nextLoad(url, context));
}

function withRecords(url: string, output: LoadFnOutput): LoadFnOutput {
	const { source, format } = output;
	if (source === null || source === undefined || !isRecorded(url) || format === "json" || format === "wasm")
		return output;
	const text = typeof source === "string" ? source : decoder.decode(source);
	return { ...output, source: instrument(text, url) };
}
