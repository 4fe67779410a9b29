import type { ExposedName } from "../lock/compare.ts";

/** One name of a project, with what a lock keeps of it. */
export interface ProjectName extends ExposedName {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** False if the text does not show which name it has. */
	readonly isClear: boolean;
	/** Is it a `value` to whoever reads, and may be a task or an instance that some call makes? */
	readonly isMade: boolean;
}

export interface ProjectModule {
	readonly file: string;
	readonly moduleName: string;
	readonly names: readonly ProjectName[];
	/** Files that it imports when it is loaded. */
	readonly imports: readonly string[];
}
