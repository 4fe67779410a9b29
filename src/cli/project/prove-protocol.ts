import type { ErrorCode, Place } from "../../base/errors.ts";
import type { Kind } from "../../source/kinds.ts";

/** What the child is told: modules, in the order in which they are to be loaded. */
export interface ProofRequest {
	readonly root: string | undefined;
	/** The folder from which names are looked for. */
	readonly from: string;
	readonly modules: readonly ModuleToProve[];
}

export interface ModuleToProve {
	readonly moduleName: string;
	readonly file: string;
	readonly names: readonly { readonly name: string; readonly target: string; readonly kind: Kind }[];
}

/** What is wrong with one name. */
export interface Refutation {
	readonly code: ErrorCode;
	readonly name: string;
	readonly where: readonly Place[];
	readonly why: string;
	readonly fix: string;
}

/** What the child says, a line of JSON each. */
export type ProofLine =
	/** It begins to load a module. */
	| { readonly begins: number }
	/** It is through with a module. */
	| {
			readonly ends: number;
			readonly refuted: readonly Refutation[];
			/** Names that are tasks or instances, which the text did not show. */
			readonly kinds: readonly { readonly target: string; readonly kind: Kind }[];
			/** The runtime could not read the text, so that nothing has run: another loader may. */
			readonly isUnread: boolean;
	  };
