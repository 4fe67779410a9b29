import { builtin, features, process } from "../base/runtime.ts";

const LOADER_FLAG = /^(?:--import|--require|-r|--loader|--experimental-loader)(?:=|$)/;

/** Does this process run with a loader of the user's, such as `--import tsx`? */
export function hasLoaderFlag(): boolean {
	const flags = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/)];
	return flags.some((flag) => LOADER_FLAG.test(flag));
}

/** Does this process read TypeScript files: the runtime itself, or a loader? */
export function readsTypeScript(): boolean {
	const { _extensions } = builtin("node:module") as unknown as { _extensions: Record<string, unknown> };
	return features.readsTypeScript || _extensions[".ts"] !== undefined || hasLoaderFlag();
}
