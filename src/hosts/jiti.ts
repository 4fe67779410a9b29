import { process } from "../base/runtime.ts";
import { isTypeScript } from "../package/path.ts";

/**
 * The hooks of `--import jiti/register` run TypeScript as the body of a function, and the module that `import()` gives has `module.exports` of that as its
 * one export.
 * https://github.com/unjs/jiti/blob/v2.7.0/lib/jiti-hooks.mjs
 *
 * @returns the value of `module.exports`, as a property; undefined if it is not such a module.
 */
export function jitiExports(file: string, namespace: object): { readonly exports: unknown } | undefined {
	if (!isTypeScript(file) || !hasJitiFlag()) return undefined;
	const [name, another] = Object.keys(namespace);
	if (name !== "default" || another !== undefined) return undefined;
	return { exports: (namespace as { readonly default: unknown }).default };
}

function hasJitiFlag(): boolean {
	return /\bjiti\b/.test([...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" "));
}
