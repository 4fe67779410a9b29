import { type FileListing, type FileToList, Lister } from "./listed-names.ts";
import { onAllProcessors } from "./share.ts";

/**
 * Lists files on all processors, in the order in which they are given.
 *
 * @param onProgress is told from time to time how many have been taken.
 */
export async function listOnAllProcessors(
	files: readonly FileToList[],
	anonymous: boolean,
	onProgress: (taken: number) => void,
): Promise<readonly FileListing[]> {
	const lister = new Lister(anonymous);
	return await onAllProcessors({
		program: new URL("./list-worker.js", import.meta.url),
		items: files,
		settings: anonymous,
		work: (file) => lister.list(file),
		onProgress,
	});
}
