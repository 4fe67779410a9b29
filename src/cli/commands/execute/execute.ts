import { NamesakeError } from "../../../base/errors.ts";
import { toErrorSummary } from "../../../base/text.ts";
import type { LoadOptions } from "../../../load/load.ts";
import { callable, DEFAULT_RESOLVER, loadResolver, type TaskResolver } from "../../../tracking/resolver.ts";
import { invoke } from "../../process/invoke.ts";
import { parseArgumentList } from "../../process/json-arguments.ts";
import { type LookupOptions, moduleToLoad, targetOf } from "../../project/target.ts";

export interface ExecuteOptions extends LookupOptions {
	readonly resolver: string;
	/** A JSON array. */
	readonly args: string;
}

/** `namesake execute` */
export async function execute(loaderArgs: readonly string[], options: ExecuteOptions): Promise<number> {
	const args = parseArgumentList(options.args);
	const { name: location, from } = targetOf(options.resolver, options);
	const loadOptions = { packageRoot: options.root, allow: options.allow, from };
	const asked = [location, ...loaderArgs].join(" ");
	// The default resolver is a part of this library: what is loaded is the module that it is asked for.
	const moduleName = location === DEFAULT_RESOLVER ? loaderArgs[1] : await moduleToLoad(location, loadOptions);
	return await invoke({
		asked,
		moduleName,
		options: loadOptions,
		find: async () => {
			const resolver = await loadResolver(location, loadOptions);
			return callable(await taskOf(resolver, loaderArgs, loadOptions, asked), asked);
		},
		args,
	});
}

/** @throws NamesakeError what the resolver throws, or `NOT_A_TASK` with that as its cause. */
async function taskOf(
	resolver: TaskResolver,
	loaderArgs: readonly string[],
	options: LoadOptions,
	asked: string,
): Promise<unknown> {
	try {
		return await resolver.loadTask(loaderArgs, options);
	} catch (cause) {
		if (cause instanceof NamesakeError) throw cause;
		throw new NamesakeError("NOT_A_TASK", {
			asked,
			why: `the resolver's loadTask(${JSON.stringify(loaderArgs)}) threw ${toErrorSummary(cause)}`,
			fix: "pass the strings that loaderArgs(task) returned",
			cause,
		});
	}
}
