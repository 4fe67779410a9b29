import { resolve } from "../../../load/preferred-files.ts";
import { declaredRoots, outputRoots, sourceOf } from "../../../package/output-roots.ts";
import { type Package, packageOf } from "../../../package/package.ts";
import { explicitRoot } from "../../../package/package-root.ts";
import { relativePosix, restBelow } from "../../../package/path.ts";
import type { LookupOptions } from "../../project/target.ts";
import { shownPath } from "../../render/text.ts";

/** How a file gets its module name. */
export interface ExplainedModule {
	readonly name: string;
	readonly package: string | undefined;
	/** The folder that the path counts from. */
	readonly root: string;
	/** The rule, in words. */
	readonly rule: string;
	/** Every file with this name, the one that counts first. */
	readonly files: readonly string[];
}

/** Says which rule has named a file. */
export function explainModule(file: string, name: string, options: LookupOptions): ExplainedModule {
	const pkg = packageOf(file);
	const root = explicitRoot({ packageRoot: options.root });
	return {
		name,
		package: pkg?.name,
		root: root ?? pkg?.dir ?? process.cwd(),
		rule: ruleFor(file, pkg, root),
		files: filesOf(file, name, options),
	};
}

function ruleFor(file: string, pkg: Package | undefined, root: string | undefined): string {
	if (pkg?.isDependency === true) return "a dependency: its public specifier, or the package name and the path";
	const path = pkg === undefined ? undefined : relativePosix(pkg.dir, file);
	const mapped = pkg === undefined || path === undefined ? "" : mappingOf(pkg, path);
	if (root !== undefined) return `the path from the configured package root${mapped}`;
	if (pkg === undefined) return "no package.json: the path from the working directory";
	if (pkg.name === undefined) return `the package has no name: the path from its folder${mapped}`;
	return `the package name and the path of the source${mapped}`;
}

function mappingOf(pkg: Package, path: string): string {
	if (sourceOf(pkg, path) === path) return "";
	const root = outputRoots(pkg).find(({ output }) => restBelow(output, path) !== undefined);
	if (root === undefined) return "";
	const by = declaredRoots(pkg) !== undefined ? "namesake.roots in package.json" : "tsconfig or source maps";
	return `; ${root.output || "."} is built from ${root.source || "."} (${by})`;
}

function filesOf(file: string, name: string, { root }: LookupOptions): string[] {
	try {
		return resolve(name, { packageRoot: root, allow: "*", from: file }).files.map(shownPath);
	} catch {
		return [shownPath(file)];
	}
}
