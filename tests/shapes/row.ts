import type { ErrorCode } from "../../src/base/errors.ts";

/**
 * What a setting must be able to express for a file to take part:
 * `esm` top-level await and module URLs, `types` syntax that can be erased, `transform` syntax that can't (namespaces, parameter
 * properties), `decorators`, `jsx`; `lines` and `typedLines` the texts of one line, which need not run in every setting; `files` modules that
 * are files of their own, not parts of a bundle; `mixed` CommonJS in a module of TypeScript.
 */
export type Need = "esm" | "types" | "transform" | "decorators" | "jsx" | "lines" | "typedLines" | "files" | "mixed";

/** The sources of evidence that are asked besides a process that runs the sources. */
export type Column = "text" | "list" | "runTime" | "preload" | "plugin" | "bun" | "deno";

/**
 * Every column is expected to answer with the row's path. What is known to differ stands in the row, and fails when it does not
 * differ any more.
 */
export interface Deviations {
	/** `open`: the text shows the path, and leaves open whether the value stays there. `none`: it does not show it. */
	readonly text?: "open" | "none";
	/**
	 * `value`: `list` does not know what the export holds. `none`: the path is not listed. Or the reason that is listed with it. Of a
	 * text of one line, what is listed.
	 */
	readonly list?: string;
	/** What is answered instead, see answerOf in check.ts. It holds for the columns below, too, unless they have their own. */
	readonly runTime?: string;
	readonly preload?: string;
	readonly plugin?: string;
	readonly bun?: string;
	readonly deno?: string;
}

/** Neither Bun nor Deno tells where a function is written, without the preload. */
export const UNLOCATED = { bun: "CANNOT_LOCATE", deno: "CANNOT_LOCATE" } as const satisfies Deviations;
/** What this column can't be asked. */
export const INAPPLICABLE = "inapplicable";
/** No text shows the path: only a value that is there does. */
export const RUN_ONLY = { text: "none", list: "none" } as const satisfies Deviations;
/** The text leaves open whether the value stays. */
export const OPEN = { text: "open" } as const satisfies Deviations;
/** The text shows where it is; `list` does not see what it is. */
export const VALUE = { list: "value" } as const satisfies Deviations;
/** `list` shows the export, and no text what it holds. */
export const UNSEEN = { text: "none", list: "value" } as const satisfies Deviations;
/** The plugin does not record it. */
export const UNRECORDED = { plugin: "SOURCE_UNAVAILABLE" } as const satisfies Deviations;

/** One file of the package `@acme/app`, with what is expected of its values. */
export interface CorpusFile {
	/** Below `src/`. `.ts` and `.tsx` become what the setting runs; `.cjs` and `.js` stay as they are. */
	readonly file: string;
	readonly text: string;
	readonly needs?: readonly Need[];
	/** The probe loads every file before it looks at a row; this one it leaves alone. */
	readonly unloaded?: true | undefined;
	readonly rows: readonly Row[];
	/** A text of one line, without what the file has in front of it. */
	readonly line?: string;
	/** Everything that `list` names in it: `path kind`, and the reason. */
	readonly list?: readonly string[];
}

interface RowBase extends Deviations {
	/** The row in naming-cases.md, or `X…` for a shape that is not there. */
	readonly id: string;
	/**
	 * How to get the value: an expression (it may use `await`) over `m`, the module's namespace or `module.exports`, and
	 * `mod("key")` another file's, `kept("key")` what a module handed to `keep`, `lib` namesake, `url("key")`, `code(fn)`.
	 */
	readonly get: string;
}

/** `extractTaskModule` answers at once, and the name loads. */
export interface NamedRow extends RowBase {
	readonly kind: "named";
	/** The path, or the paths that the rules leave open. */
	readonly paths: readonly string[];
	/** The whole module name, where it is not the file's. */
	readonly module?: string;
	/** `either`: the rules don't say; still, `true` must be true. */
	readonly loadable: boolean | "either";
	/** The code of `load(name)`, where the name is not loadable. */
	readonly load?: ErrorCode;
	readonly nested?: boolean;
	readonly wrapped?: boolean;
}

/** A tracked instance: `instantiatedIn`, `lhs`, `location`, `findLhs()`, then as a {@link NamedRow}. */
export interface InstanceRow extends RowBase {
	readonly kind: "instance";
	readonly path: string;
	readonly module?: string;
	/** `must`: the text settles it, `lhs` answers at once. `may`: `LHS_UNPROVEN` will do. A wrong answer never does. */
	readonly sync: "must" | "may";
	readonly loadable: boolean;
	readonly load?: ErrorCode;
}

/** A call that throws. */
export interface FailsRow extends RowBase {
	readonly kind: "fails";
	readonly call: "extractTaskModule" | "load" | "lhs" | "findLhs";
	readonly codes: readonly ErrorCode[];
}

/** A value that no name reaches: whatever the answer is, it is an error with a code, or not loadable. */
export interface NeverRow extends RowBase {
	readonly kind: "never";
	/** Paths that `lhs` and `findLhs()` must not give, on top. */
	readonly not: readonly string[];
}

/** Any answer will do, as long as it has a code or is true: `loadable: true` loads the identical value. */
export interface HonestRow extends RowBase {
	readonly kind: "honest";
}

/** The expression itself is one of these values, as JSON. */
export interface EqualsRow extends RowBase {
	readonly kind: "equals";
	readonly values: readonly unknown[];
}

/** `load(name)` of a name from outside. `get` gives the name. */
export interface InputRow extends RowBase {
	readonly kind: "input";
	readonly codes: readonly ErrorCode[];
	/** A part of what `error.nearest` must show. */
	readonly nearest?: string;
	/** The message of `error.cause`. */
	readonly cause?: string;
}

/** One `new A()` of a text of one line. */
export interface SiteRow extends RowBase {
	readonly kind: "site";
	/** What the text says, as {@link describePaths} has it. */
	readonly words: string;
	/** The paths that the text shows, by the rules. */
	readonly paths: readonly string[];
	/** The path from a variable. */
	readonly local?: string | undefined;
	/** What the module's run leaves as its path. */
	readonly path?: string | undefined;
	readonly stable: boolean;
	/** The text shows a path, and the run takes the value away again. */
	readonly gone: boolean;
	/** The run makes none here, or more than one. */
	readonly unmade: boolean;
}

export type Row = SiteRow | NamedRow | InstanceRow | FailsRow | NeverRow | HonestRow | EqualsRow | InputRow;

type Options<R extends Row> = Partial<Omit<R, "kind" | "id" | "path" | "paths">>;

export function named(id: string, path: string | readonly string[], options: Options<NamedRow> = {}): NamedRow {
	const paths = [path].flat();
	return { kind: "named", id, paths, get: access(paths[0] ?? ""), loadable: true, ...options };
}

/** A name for people only: `load` gives the code. */
export function unloadable(
	id: string,
	path: string,
	get: string,
	load: ErrorCode,
	options: Options<NamedRow> = {},
): NamedRow {
	return named(id, path, { get, loadable: false, load, nested: load === "NESTED", ...options });
}

export function instance(id: string, path: string, options: Options<InstanceRow> = {}): InstanceRow {
	return { kind: "instance", id, path, get: access(path), sync: "must", loadable: true, ...options };
}

/** An instance whose variable is known by proof. */
export function proved(id: string, path: string, options: Options<InstanceRow> = {}): InstanceRow {
	return instance(id, path, { sync: "may", ...options });
}

export function fails(id: string, get: string, call: FailsRow["call"], ...codes: ErrorCode[]): FailsRow {
	return { kind: "fails", id, get, call, codes };
}

export function never(id: string, get: string, ...not: string[]): NeverRow {
	return { kind: "never", id, get, not };
}

export function honest(id: string, get: string): HonestRow {
	return { kind: "honest", id, get };
}

export function equals(id: string, get: string, ...values: unknown[]): EqualsRow {
	return { kind: "equals", id, get, values };
}

export function input(id: string, name: string, code: ErrorCode, options: Options<InputRow> = {}): InputRow {
	return { kind: "input", id, get: JSON.stringify(name), codes: [code], ...options };
}

/** An expression over `m` for an export path. */
function access(path: string): string {
	return path.startsWith("[") ? `m${path}` : `m.${path}`;
}

/** The text of a file, without the indentation of its first line. Backslashes stand for themselves. */
export function source(strings: TemplateStringsArray, ...values: readonly string[]): string {
	const text = String.raw(strings, ...values)
		.replace(/^\n/, "")
		.replace(/\n\t*$/, "\n");
	const indentation = /^\t*/.exec(text)?.[0] ?? "";
	return text.replaceAll(new RegExp(`^${indentation}`, "gm"), "");
}
