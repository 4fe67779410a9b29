import { onAllProcessors } from "../../process/parallel-map.ts";
import { type FileListing, type FileToList, Lister } from "./lister.ts";
import { isWorthRawTransfer, transferRaw } from "./raw-transfer.ts";

/** How each thread lists. */
export interface ListSettings {
	/** Whether functions without a name inside of others are listed, too. */
	readonly anonymous: boolean;
	/** Whether it takes trees from the parser by raw transfer. */
	readonly isRaw: boolean;
}

/**
 * Lists files on all processors, in the order in which they are given.
 *
 * @param anonymous {@link ListSettings.anonymous}
 * @param onProgress is told from time to time how many have been taken.
 */
export async function listOnAllProcessors(
	files: readonly FileToList[],
	anonymous: boolean,
	onProgress: (taken: number) => void,
): Promise<readonly FileListing[]> {
	const settings: ListSettings = { anonymous, isRaw: isWorthRawTransfer(files.length) };
	if (settings.isRaw) transferRaw();
	const lister = new Lister(anonymous);
	return await onAllProcessors({
		program: new URL("./list-worker.js", import.meta.url),
		items: files,
		settings,
		work: (file) => lister.list(file),
		onProgress,
	});
}
