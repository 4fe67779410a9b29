import { NamesakeError } from "./errors.ts";

/**
 * A name taken apart. `exportPath` holds property keys, outermost first: `tasks.list[0]` is `["tasks", "list", "0"]`.
 * `nested` is there for a function inside a function only: one path of keys for each function that is entered, so that
 * `outer/inner` is `exportPath: ["outer"], nested: [["inner"]]`.
 */
export interface NameParts {
	readonly moduleName: string;
	readonly exportPath: readonly string[];
	readonly nested?: readonly (readonly string[])[] | undefined;
}

/** What stands for a function without a name, inside another function. */
export const ANONYMOUS = "<anonymous>";

/** Longer texts are no names: paths end at 4,096 bytes on the systems that we know. In UTF-16 code units. */
export const MAX_NAME_LENGTH = 8192;

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
/** An array index as JavaScript spells it: no sign, no leading zero, below 2^32 - 1. */
const ARRAY_INDEX = /^(?:0|[1-9]\d{0,9})$/;
/** A step of a path: `.key`, `[0]`, `["any key"]`, or at the start of a path a key without its dot. */
const STEP =
	/(\.?)([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)|\[(0|[1-9]\d{0,9})\]|\[("(?:[^"\\\u0000-\u001f]|\\.)*")\]|(<anonymous>)/uy;
const QUOTED_KEY = /\["(?:[^"\\]|\\.)*"\]/g;

/**
 * Puts a name together.
 *
 * @param parts what {@link parseName} gives back.
 * @returns `module#export.path`; property keys that are not identifiers are written `["like this"]`.
 * @throws NamesakeError `INVALID_NAME` if no name can say it: an empty module name or path, or one that is too long.
 * @example
 * ```ts
 * formatName({ moduleName: "@acme/app/src/tasks", exportPath: ["tasks", "send mail"] });
 * // '@acme/app/src/tasks#tasks["send mail"]'
 * ```
 */
export function formatName(parts: NameParts): string {
	const text = `${parts.moduleName}#${formatPath(parts.exportPath, parts.nested)}`;
	checkModuleName(parts.moduleName, text);
	checkText(text);
	return text;
}

/**
 * Takes a name apart. Every name has exactly one spelling, so `formatName(parseName(text)) === text`.
 *
 * @param text `module#export.path`.
 * @returns its parts; `exportPath` as property keys.
 * @throws NamesakeError `INVALID_NAME`, with the column at which the text stops being a name.
 * @example
 * ```ts
 * parseName("@acme/app/src/tasks#list[0]");
 * // { moduleName: "@acme/app/src/tasks", exportPath: ["list", "0"] }
 * ```
 */
export function parseName(text: string): NameParts {
	checkText(text);
	const hash = text.indexOf("#");
	if (hash === -1) throw invalid(text, "it has no # between the module and the export path", text.length);
	const moduleName = text.slice(0, hash);
	checkModuleName(moduleName, text);
	const { exportPath, nested } = parsePath(text.slice(hash + 1), text, hash + 1);
	return nested.length === 0 ? { moduleName, exportPath } : { moduleName, exportPath, nested };
}

/** What stands before the `#` of a name, whether that is a name or not; the whole text if it has none. */
export function modulePartOf(text: string): string {
	const hash = text.indexOf("#");
	return hash === -1 ? text : text.slice(0, hash);
}

/**
 * The text of an export path.
 *
 * @example
 * ```ts
 * formatPath(["o", "a b", "0"]); // 'o["a b"][0]'
 * ```
 */
export function formatPath(exportPath: readonly string[], nested: readonly (readonly string[])[] = []): string {
	const scopes = [exportPath, ...nested];
	if (scopes.some((scope) => scope.length === 0)) throw invalid("", "the export path is empty", 0);
	const inFunction = nested.length > 0;
	return scopes.map((keys) => keys.map((key, index) => formatKey(key, index === 0, inFunction)).join("")).join("/");
}

function formatKey(key: string, first: boolean, nested: boolean): string {
	if (IDENTIFIER.test(key)) return first ? key : `.${key}`;
	if (key === ANONYMOUS && first && nested) return key;
	if (isArrayIndex(key)) return `[${key}]`;
	return `[${JSON.stringify(key)}]`;
}

function isArrayIndex(key: string): boolean {
	return ARRAY_INDEX.test(key) && Number(key) < 2 ** 32 - 1;
}

function parsePath(path: string, text: string, offset: number): { exportPath: string[]; nested: string[][] } {
	// A slash inside of a quoted key enters no function.
	const inFunction = path.replaceAll(QUOTED_KEY, "").includes("/");
	const scopes: string[][] = [];
	let at = 0;
	do {
		const keys: string[] = [];
		for (;;) {
			STEP.lastIndex = at;
			const step = STEP.exec(path);
			if (step === null) break;
			const key = keyOf(step, keys.length === 0, inFunction);
			if (key === undefined)
				throw invalid(text, "this key is spelled in another way than formatName spells it", offset + at);
			keys.push(key);
			at = STEP.lastIndex;
		}
		if (keys.length === 0) throw invalid(text, "the export path is missing or misspelled", offset + at);
		scopes.push(keys);
	} while (path[at] === "/" && ++at <= path.length);
	if (at < path.length) throw invalid(text, `${JSON.stringify(path[at])} is not allowed here`, offset + at);
	const [exportPath = [], ...nested] = scopes;
	return { exportPath, nested };
}

/** The key of one step, or undefined if the step is not the one spelling that {@link formatKey} writes. */
function keyOf(step: RegExpExecArray, first: boolean, nested: boolean): string | undefined {
	const [spelling, dot, identifier, index, quoted, anonymous] = step;
	const key = identifier ?? index ?? anonymous ?? parseQuoted(quoted);
	if (key === undefined || (identifier !== undefined && (dot === "") !== first)) return undefined;
	return formatKey(key, first, nested) === spelling ? key : undefined;
}

function parseQuoted(quoted: string | undefined): string | undefined {
	try {
		return quoted === undefined ? undefined : (JSON.parse(quoted) as string);
	} catch {
		return undefined;
	}
}

function checkText(text: string): void {
	if (typeof text !== "string") throw invalid(String(text), `a name is a string, not ${typeof text}`, 0);
	if (text.length > MAX_NAME_LENGTH)
		throw invalid(text, `it has ${text.length} characters; a name has at most ${MAX_NAME_LENGTH}`, MAX_NAME_LENGTH);
	if (!text.isWellFormed()) throw invalid(text, "it contains half of a surrogate pair", 0);
	const nul = text.indexOf("\0");
	if (nul !== -1) throw invalid(text, "it contains a NUL character", nul);
}

function checkModuleName(moduleName: string, text: string): void {
	if (moduleName === "") throw invalid(text, "the module name before # is missing", 0);
	if (moduleName.includes("#")) throw invalid(text, "a # in a path must be written as %23", moduleName.indexOf("#"));
	const wrongEscape = /%(?!23|25)/.exec(moduleName);
	if (wrongEscape !== null) throw invalid(text, "% is allowed only in %23 (for #) and %25 (for %)", wrongEscape.index);
}

function invalid(text: string, why: string, column: number): NamesakeError {
	return new NamesakeError("INVALID_NAME", {
		asked: JSON.stringify(text.length > 300 ? text.slice(0, 300) : text),
		why: `${why} (at column ${column + 1})`,
		fix: 'write a name as module#export.path, for example @acme/app/src/jobs/email#send or …#o["a b"][0]',
	});
}

/** `#` and `%` of a path as a module name writes them. */
export function encodePath(path: string): string {
	return path.replaceAll("%", "%25").replaceAll("#", "%23");
}

/** The path that {@link encodePath} has written. */
export function decodePath(path: string): string {
	return path.replaceAll("%23", "#").replaceAll("%25", "%");
}
