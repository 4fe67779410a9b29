import { existsSync } from "node:fs";
import { join } from "node:path";
import { groupedBy } from "../../base/grouped-by.ts";
import { LOCK_FILE } from "../../lock/lock.ts";
import { projectPackages } from "../../package/find-package.ts";
import { packageFinder, packageOf } from "../../package/package.ts";
import { explicitRoot } from "../../package/package-root.ts";
import { isInside, relativePosix } from "../../package/path.ts";
import { isTestPath } from "../../package/test-file.ts";
import { excludedFiles } from "./check-settings.ts";
import { sourceFilesOf } from "./files.ts";

/** The source files of a project. */
export interface ProjectFiles {
	/** Those whose names a lock is about. */
	readonly files: readonly string[];
	/** Those that `namesake.check` of a package.json leaves out. */
	readonly excluded: readonly string[];
	/** Those that hold tests, and have no names. */
	readonly tests: readonly string[];
	/** Those of packages that are another project: names of this one don't lead into them. */
	readonly foreign: readonly string[];
}

/**
 * The source files of a package, and of the workspaces below it that have no lock of their own.
 *
 * @param directory the folder of the lock.
 * @throws UsageError for settings in a package.json that are none.
 */
export async function projectFiles(directory: string, root: string | undefined): Promise<ProjectFiles> {
	const all = await sourceFilesOf([directory]);
	const own = ownPackages(directory, root);
	const packageOfFile = packageFinder();
	const isForeign = (file: string) => own !== undefined && !own.has(packageOfFile(file)?.dir);
	const [foreign, ours] = parted(all, isForeign);
	const isTest = (file: string) => {
		const pkg = packageOfFile(file);
		return isTestPath(pkg === undefined ? file : relativePosix(pkg.dir, file));
	};
	const [tests, sources] = parted(ours, isTest);
	const byPackage = groupedBy(sources, (file) => {
		const pkg = packageOfFile(file);
		return pkg === undefined ? [] : [pkg];
	});
	const left = await Promise.all([...byPackage].map(([pkg, some]) => excludedFiles(pkg, some)));
	const [excluded, files] = parted(sources, (file) => left.some((some) => some.has(file)));
	return { files, excluded, tests, foreign };
}

function parted(files: readonly string[], isFirst: (file: string) => boolean): readonly [string[], string[]] {
	return [files.filter(isFirst), files.filter((file) => !isFirst(file))];
}

/** The folders of the packages that belong to a project; undefined if all do. */
function ownPackages(directory: string, root: string | undefined): ReadonlySet<string | undefined> | undefined {
	if (explicitRoot({ packageRoot: root }) !== undefined) return undefined;
	const own = new Set<string | undefined>([undefined, packageOf(join(directory, "package.json"))?.dir]);
	for (const { dir, isDependency } of projectPackages([directory]))
		if (!isDependency && isInside(directory, dir) && !existsSync(join(dir, LOCK_FILE))) own.add(dir);
	return own;
}
