import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { toErrorSummary } from "../../base/text.ts";
import { UsageError } from "../process/exit.ts";
import { shownPath } from "../render/text.ts";

/**
 * Writes a file so that it is there as a whole, or as it was before.
 *
 * @param isStillWanted asked at the last moment.
 * @throws UsageError if the file can't be written.
 */
export function writeWhole(file: string, contents: string | Uint8Array, isStillWanted: () => void = () => {}): void {
	const temporary = `${file}.${randomUUID()}`;
	try {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(temporary, contents);
		isStillWanted();
		renameSync(temporary, file);
	} catch (error) {
		rmSync(temporary, { force: true });
		if (error instanceof UsageError) throw error;
		throw new UsageError(`can't write ${shownPath(file)}: ${toErrorSummary(error)}`);
	}
}
