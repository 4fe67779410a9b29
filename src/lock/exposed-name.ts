import type { Kind } from "../source/kinds.ts";

/** A name that a project exposes now. */
export interface ExposedName {
	/** `module#export.path`, or the name of the user's own. */
	readonly name: string;
	/** `module#export.path`. */
	readonly target: string;
	readonly kind: Kind;
	readonly signature?: string | undefined;
	readonly body?: string | undefined;
	/** How many words the body has. */
	readonly size: number;
	/** Previous names that its task says itself. */
	readonly previously: readonly string[];
}
