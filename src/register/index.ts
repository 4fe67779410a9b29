import { URL } from "node:url";
import { builtin, features } from "../base/runtime.ts";
import { registry, share } from "../registry/record.ts";
import { parse } from "../source/parse.ts";
import { type Bun, registerWithBun } from "./bun.ts";
import { patchCommonJs } from "./common-js.ts";
import { load } from "./hooks.ts";

/*
 * The preload: `node --import namesake/register`. From here on every module of the project records what it exports, so that
 * names need no sight of V8: under the permission model, in test runners, on Bun and on Deno.
 */
if (registry().api === undefined) {
	share();
	install();
}

function install(): void {
	const { Bun: bun } = globalThis as { Bun?: Bun };
	if (features.bunPlugins && bun !== undefined) {
		registerWithBun(bun);
		return;
	}
	// The types of Node 20 do not know registerHooks.
	const { register, registerHooks } = builtin("node:module") as typeof import("node:module") & {
		registerHooks(hooks: { readonly load: typeof load }): unknown;
	};
	if (features.synchronousHooks) {
		// Deno 2.9 can't require() an ES module once there are hooks, and the parser is one.
		parse("", "js", "module", "values");
		registerHooks({ load });
		return;
	}
	register(new URL("./on-thread.js", import.meta.url));
	patchCommonJs();
}
