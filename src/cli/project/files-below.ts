import { type Dirent, readdirSync } from "node:fs";
import { sep } from "node:path";

/**
 * The files below a folder, without dependencies, hidden folders and symbolic links. A glob took 40 ms longer for 1,000 files, most of it for their
 * real paths, which this walk gives anyway.
 *
 * @param directory real path.
 */
export function filesBelow(directory: string): string[] {
	const files: string[] = [];
	const folders = [directory];
	for (const folder of folders)
		for (const entry of entriesOf(folder)) {
			const path = folder.endsWith(sep) ? folder + entry.name : folder + sep + entry.name;
			if (entry.isFile()) files.push(path);
			else if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) folders.push(path);
		}
	return files;
}

function entriesOf(folder: string): Dirent[] {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		// It may not be read, or is gone.
		return [];
	}
}
