import type { FailsRow, Row } from "./row.ts";

/** What the harness asks of a process inside the fixture (probe.mjs). */
export type Task =
	| { readonly what: "observe"; readonly modules: Modules; readonly rows: readonly AskedRow[] }
	| { readonly what: "load"; readonly modules: Modules; readonly rows: readonly FreshRow[] };

/** By the key of the file: its path below `src/` without the last extension. */
export type Modules = Readonly<Record<string, AskedModule>>;

export interface AskedModule {
	readonly key: string;
	readonly file: string;
	readonly url: string;
	readonly commonjs: boolean;
	readonly unloaded: boolean;
}

interface AskedRow {
	readonly index: number;
	readonly key: string;
	readonly kind: Row["kind"];
	readonly get: string;
	readonly call?: FailsRow["call"];
}

export interface FreshRow {
	readonly index: number;
	readonly key: string;
	readonly name: string;
	readonly get: string;
}

/** One line of what comes back. */
export type Line =
	| { readonly row: number; readonly seen: unknown }
	| { readonly module: string; readonly seen: Thrown }
	| { readonly done: number };

export interface Thrown {
	readonly code: string;
	readonly message: string;
	readonly stack?: string;
	readonly nearest?: readonly string[];
	readonly cause?: string;
}

/** A value, or what asking for it threw. */
export type Answer = string | boolean | undefined | Thrown;

export interface SeenTask {
	readonly error?: Thrown;
	readonly name?: string;
	readonly moduleName?: string;
	readonly functionName?: string;
	readonly fullPath?: string;
	readonly loadable?: boolean;
	readonly nested?: Answer;
	readonly wrapped?: Answer;
	readonly load?: "identical" | "different" | Thrown;
}

/** Everything that the probe may have seen of a row. */
export interface Seen {
	readonly get?: Thrown;
	readonly value?: unknown;
	readonly call?: Answer;
	readonly task?: SeenTask;
	readonly instantiatedIn?: Answer;
	readonly lhs?: Answer;
	readonly location?: Answer;
	readonly found?: Answer;
	readonly lhsAfter?: Answer;
	readonly locationAfter?: Answer;
}
