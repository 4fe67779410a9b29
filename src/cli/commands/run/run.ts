import { load } from "../../../load/load.ts";
import { callable } from "../../../tracking/resolver.ts";
import { invoke } from "../../process/invoke.ts";
import { parseArguments } from "../../process/json-arguments.ts";
import { type LookupOptions, moduleToLoad, targetOf } from "../../project/target.ts";

/** `namesake run` */
export async function run(text: string, args: readonly string[], options: LookupOptions): Promise<number> {
	const values = parseArguments(args);
	const { name, from } = targetOf(text, options);
	const loadOptions = { packageRoot: options.root, allow: options.allow, from };
	return await invoke({
		asked: name,
		moduleName: await moduleToLoad(name, loadOptions),
		options: loadOptions,
		find: async () => callable(await load(name, loadOptions), name),
		args: values,
	});
}
