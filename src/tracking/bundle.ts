import { NamesakeError, type Place } from "../base/errors.ts";
import { fileOrUrl } from "../base/file-url.ts";
import type { ScriptModule } from "../origin/module-of.ts";
import type { Script } from "../origin/script.ts";
import { sourcesOf } from "../origin/source-map.ts";
import { packageOf } from "../package/package.ts";
import { isTypeScript } from "../package/path.ts";
import { isChunk } from "../registry/read.ts";
import { hasBundleMarks } from "../source/emitted/emitted.ts";
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
			why: "it is in a bundle, which knows the names of what modules export, and no export that the bundle has kept leads to it",
			fix: "export it from its module, at the top level",
		});
	if (module === undefined || !isKnownBundle(path, module)) return;
	throw new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: value.asked,
		where: value.where(),
		why: `${path} is bundled or minified, and does not say which names its modules have`,
		fix: "bundle with namesake's plugin (namesake/esbuild, namesake/vite, …), which records them",
	});
}

const bundles = new WeakMap<Script, boolean>();

/** Asked for each value of a module, and answered from the whole of its text. */
function isKnownBundle(path: string, module: ScriptModule): boolean {
	let answer = bundles.get(module.script);
	if (answer === undefined) {
		answer = isBundle(path, module);
		bundles.set(module.script, answer);
	}
	return answer;
}

/** Of a dependency, which others have bundled, the public names count. What runs as TypeScript is no bundle. */
function isBundle(path: string, { script, source, starts }: ScriptModule): boolean {
	if (isTypeScript(path) || packageOf(path)?.isDependency === true) return false;
	const count = sourcesOf(script);
	if (count > 1 || hasBundleMarks(script.source)) return true;
	// Of one source it is no bundle: loaders such as tsx minify each file.
	return count === 0 && isMinified(source, starts) && !isInstrumented(script.source, path);
}
