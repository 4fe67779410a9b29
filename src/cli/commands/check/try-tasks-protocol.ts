import type { ErrorCode, Place } from "../../../base/errors.ts";
import type { LoadOptions } from "../../../load/load.ts";

/** What the process is told: names, in the order in which they are to be loaded. */
export interface TrialRequest {
	readonly names: readonly string[];
	readonly options: LoadOptions;
}

/** What became of a name. */
export type Trial =
	/** `to`: what the task is called now, if this is a name that it has had before. */
	| { readonly to?: string | undefined }
	| {
			readonly code: ErrorCode;
			readonly why: string;
			readonly fix: string;
			readonly where: readonly Place[];
			readonly nearest: readonly string[];
	  };

/** What the process says, by the index of the name. */
export type TrialLine = { readonly begins: number } | { readonly ends: number; readonly trial: Trial };
