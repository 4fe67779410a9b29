import { parseName } from "../base/name.ts";
import { load } from "../load/load.ts";
import { callable } from "../tracking/resolver.ts";
import { invoke } from "./invoke.ts";
import { parseArguments } from "./json-arguments.ts";
import type { CommonOptions } from "./options.ts";
import { targetOf } from "./target.ts";

/** `namesake run` */
export async function run(text: string, args: readonly string[], options: CommonOptions): Promise<number> {
	const values = parseArguments(args);
	const { name, from } = targetOf(text, options);
	const loadOptions = { packageRoot: options.root, allow: options.allow, from };
	return await invoke({
		asked: name,
		moduleName: parseName(name).moduleName,
		options: loadOptions,
		find: async () => callable(await load(name, loadOptions), name),
		args: values,
	});
}
