import { builtin } from "../base/runtime.ts";

/** The cache of `require`, by path. Bun 1.4 has ES modules in it, too, by path and query: their `exports` is the namespace (measured). */
export function requireCache(): NodeJS.Dict<NodeJS.Module> {
	return (builtin("node:module") as unknown as { _cache: NodeJS.Dict<NodeJS.Module> })._cache;
}
