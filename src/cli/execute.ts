import { parseName } from "../name.ts";
import { callable, DEFAULT_RESOLVER, loadResolver } from "../resolver.ts";
import { invoke } from "./invoke.ts";
import { parseArgumentList } from "./json-arguments.ts";
import type { CommonOptions } from "./program.ts";
import { targetOf } from "./target.ts";

/** `namesake execute` */
export async function execute(
	loaderArgs: readonly string[],
	options: CommonOptions & { readonly resolver: string; readonly args: string },
): Promise<number> {
	const args = parseArgumentList(options.args);
	const { name: location, from } = targetOf(options.resolver, options);
	const loadOptions = { packageRoot: options.root, allow: options.allow, from };
	const asked = [location, ...loaderArgs].join(" ");
	// The default resolver is a part of this library: what is loaded is the module that it is asked for.
	const moduleName = location === DEFAULT_RESOLVER ? loaderArgs[1] : parseName(location).moduleName;
	return await invoke({
		asked,
		moduleName,
		options: loadOptions,
		find: async () => {
			const resolver = await loadResolver(location, loadOptions);
			return callable(await resolver.loadTask(loaderArgs, loadOptions), asked);
		},
		args,
	});
}
