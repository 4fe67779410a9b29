import type { ExportPaths } from "../source/export-paths.ts";
import type { Node } from "../source/node.ts";

/** What the text says of a value: the expression, function or class that gives it, and where that goes. */
export interface WrittenValue {
	readonly value: object;
	/** Undefined if the text does not show it: a factory made the value. */
	readonly node: Node | undefined;
	/** Of a tracked value: the expression of the module's body that was being evaluated when it was made. */
	readonly madeIn?: Node | undefined;
	/** Of a task or wrapper whose function is written in the module: the call that gets this function, `task(() => …)`. */
	readonly callOfWrapped?: () => Node | undefined;
	readonly exportPaths: ExportPaths;
}

/** The order in which tracked values were made; undefined for all others. */
export type SequenceOf = (value: unknown) => number | undefined;
