import { NamesakeError, type Place } from "../base/errors.ts";
import { fileOrUrl } from "../base/file-url.ts";
import type { ScriptModule } from "../origin/module-of.ts";
import type { Script } from "../origin/script.ts";
import { sourcesOf } from "../origin/source-map.ts";
import { packageOf } from "../package/package.ts";
import { isTypeScript } from "../package/path.ts";
import { isChunk } from "../registry/read.ts";
import { hasBundleMarks, isMovedByLoader } from "../source/emitted/emitted.ts";
import { isInstrumented } from "../source/emitted/istanbul.ts";
import { isMinified } from "../source/minified.ts";

/**
 * Refuses to name by its file what is in a bundle: the name of the bundle is not that of the module that it was bundled from.
 *
 * @param file the script's URL or path.
 * @throws NamesakeError `SOURCE_UNAVAILABLE`.
 */
export function requireNoBundle(
	file: string,
	module: ScriptModule | undefined,
	value: { readonly asked: string; readonly where: () => Place },
): void {
	const path = fileOrUrl(file);
	if (isChunk(path))
		throw new NamesakeError("SOURCE_UNAVAILABLE", {
			asked: value.asked,
			where: value.where(),
			why: "it is in a bundle, and no export that the bundle kept leads to it",
			fix: "export it at the top level of its module",
		});
	const reason = module === undefined ? undefined : unnameableText(path, module);
	if (reason !== undefined)
		throw new NamesakeError("SOURCE_UNAVAILABLE", { asked: value.asked, where: value.where(), ...reason });
}

interface Reason {
	readonly why: string;
	readonly fix: string;
}

const reasons = new WeakMap<Script, Reason | "none">();

/** Asked for each value of a module, and answered from the whole of its text. */
function unnameableText(path: string, module: ScriptModule): Reason | undefined {
	let reason = reasons.get(module.script);
	if (reason === undefined) {
		reason = isMovedByLoader(module.script.source) ? MOVED : isBundle(path, module) ? bundled(path) : "none";
		reasons.set(module.script, reason);
	}
	return reason === "none" ? undefined : reason;
}

const MOVED: Reason = {
	why: "dynohot runs the module as a generator function, and no export of the module that Node has leads to it",
	fix: "run without dynohot",
};

function bundled(path: string): Reason {
	return {
		why: `${path} is bundled or minified, and does not record the names of its modules`,
		fix: "bundle with the plugin for your bundler (namesake/esbuild, namesake/vite, …), which records the names",
	};
}

/** Of a dependency, which others have bundled, the public names count. What runs as TypeScript is no bundle. */
function isBundle(path: string, { script, source, starts }: ScriptModule): boolean {
	if (isTypeScript(path) || packageOf(path)?.isDependency === true) return false;
	const count = sourcesOf(script);
	if (count > 1 || hasBundleMarks(script.source)) return true;
	// Of one source it is no bundle: loaders such as tsx minify each file.
	return count === 0 && isMinified(source, starts) && !isInstrumented(script.source, path);
}
