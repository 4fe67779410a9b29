import { existsSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE } from "../lock/lock.ts";
import { projectPackages } from "../package/find-package.ts";
import { packageFinder, packageOf } from "../package/package.ts";
import { explicitRoot } from "../package/package-root.ts";
import { isInside } from "../package/path.ts";
import { sourceFilesOf } from "./files.ts";

/**
 * The source files whose names a lock is about: those of its package, and of the workspaces below it that have no lock of their own. Another
 * package that is in the folder is another project: names of this one don't lead into it.
 *
 * @param directory the folder of the lock.
 */
export async function projectFiles(directory: string, root: string | undefined): Promise<string[]> {
	const files = await sourceFilesOf([directory]);
	if (explicitRoot({ packageRoot: root }) !== undefined) return files;
	const own = new Set<string | undefined>([undefined, packageOf(join(directory, "package.json"))?.dir]);
	for (const { dir, isDependency } of projectPackages([directory]))
		if (!isDependency && isInside(directory, dir) && !existsSync(join(dir, LOCK_FILE))) own.add(dir);
	const packageOfFile = packageFinder();
	return files.filter((file) => own.has(packageOfFile(file)?.dir));
}
