import { NamesakeError, type Place } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { syntaxErrorIn } from "../base/json.ts";
import { MAX_NAME_LENGTH, parseName } from "../base/name.ts";
import { withoutPrototypes } from "../base/own.ts";
import type { Kind } from "../source/kinds.ts";
import { offsetOfValue } from "./json-lines.ts";
import { LOCK_FILE, LOCK_VERSION, type Lock, type LockEntry } from "./lock.ts";

type Path = readonly (string | number)[];

/**
 * Reads the text of a lock file.
 *
 * @param file its path, for errors.
 * @throws NamesakeError `LOCK_INVALID`, with the line: it is no JSON, has marks of a merge in it, is of a later version, or
 *   contradicts itself.
 */
export function parseLock(file: string, text: string): Lock {
	const invalid = (path: Path, why: string, fix: string = RESTORE) => invalidAt(placeOf(file, text, path), why, fix);
	const { version, all, names, ...fields } = objectIn(file, text);
	if (version !== LOCK_VERSION) throw otherVersion(version, invalid);
	if (all !== undefined && typeof all !== "boolean") throw invalid(["all"], "`all` is neither true nor false");
	if (!Array.isArray(names)) throw invalid(names === undefined ? [] : ["names"], "`names` is not an array");
	const entries = names.map((value: unknown, index) => entryOf(value, ["names", index], invalid));
	checkNames(entries, invalid);
	return { file, text, all: all === true, entries, fields };
}

type Invalid = (path: Path, why: string, fix?: string) => NamesakeError;

const RESTORE = `correct the line, or restore the last good version of ${LOCK_FILE} from version control`;

/** The place of an entry of a lock, by its index. */
export function placeOfEntry({ file, text }: Lock, index: number): Place {
	return placeOf(file, text, ["names", index]);
}

function placeOf(file: string, text: string, path: Path): Place {
	const before = text.slice(0, offsetOfValue(text, path)).split("\n");
	const line = before.length;
	return { file, line, column: (before.at(-1)?.length ?? 0) + 1, text: text.split(/\r?\n/)[line - 1] };
}

export function invalidAt(where: Place, why: string, fix: string, cause?: unknown): NamesakeError {
	return new NamesakeError("LOCK_INVALID", { asked: where.file, where, why, fix, cause });
}

function objectIn(file: string, text: string): Record<string, unknown> {
	const lines = text.split(/\r?\n/);
	const marked = lines.findIndex((line) => /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/.test(line));
	if (marked !== -1)
		throw invalidAt(
			{ file, line: marked + 1, column: 1, text: lines[marked] },
			"it contains the conflict markers of a merge",
			"keep the entries of both sides, and delete the markers",
		);
	let value: unknown;
	try {
		value = withoutPrototypes(JSON.parse(text));
	} catch (cause) {
		const where = syntaxErrorIn(file, text, cause);
		const last = text.trimEnd().split("\n");
		const end = last.at(-1)?.length ?? 0;
		const isCut = where.line > last.length || (where.line === last.length && where.column > end);
		throw invalidAt(where, `it is not valid JSON${isCut ? ": it ends too early" : ""}`, RESTORE, cause);
	}
	if (isObject(value)) return value;
	throw invalidAt({ file, line: 1, column: 1, text: lines[0] }, "it is not a JSON object", RESTORE);
}

function otherVersion(version: unknown, invalid: Invalid): NamesakeError {
	if (typeof version === "number" && version > LOCK_VERSION)
		return invalid(
			["version"],
			`it has format ${version}, of a later version of namesake; this version reads format ${LOCK_VERSION}`,
			"update namesake",
		);
	return invalid(version === undefined ? [] : ["version"], `\`version\` is not ${LOCK_VERSION}`);
}

function entryOf(value: unknown, path: Path, invalid: Invalid): LockEntry {
	if (!isObject(value)) throw invalid(path, "an entry is not an object");
	const { name, at, kind, signature, body, previous = [], removed = false } = value;
	if (typeof name !== "string") throw invalid(path, "an entry has no `name`");
	if (!isName(name)) throw invalid([...path, "name"], "`name` is not a name");
	if (typeof kind !== "string") throw invalid(path, "an entry has no `kind`");
	if (!isOptionalText(at) || (at !== undefined && !isModuleLevel(at)))
		throw invalid([...path, "at"], "`at` is not module#export.path");
	if (isExplicitName(name) !== (at !== undefined))
		throw invalid(path, at === undefined ? "an explicit name needs `at`" : "only explicit names have `at`");
	if (!isOptionalText(signature)) throw invalid([...path, "signature"], "`signature` is not a string");
	if (!isOptionalText(body)) throw invalid([...path, "body"], "`body` is not a string");
	if (typeof removed !== "boolean") throw invalid([...path, "removed"], "`removed` is neither true nor false");
	if (!Array.isArray(previous)) throw invalid([...path, "previous"], "`previous` is not an array of names");
	for (const [index, text] of previous.entries())
		if (typeof text !== "string" || !isName(text))
			throw invalid([...path, "previous", index], "`previous` contains something that is not a name");
	return {
		name,
		at,
		kind: kind as Kind,
		signature,
		body,
		previous: previous as string[],
		removed,
		fields: value,
	};
}

function checkNames(entries: readonly LockEntry[], invalid: Invalid): void {
	const indexes = new Map<string, number>();
	for (const [index, { name }] of entries.entries()) {
		if (indexes.has(name)) throw invalid(["names", index, "name"], `two entries have the name ${name}`);
		indexes.set(name, index);
	}
	const claims = new Map<string, string>();
	for (const [index, { name, previous }] of entries.entries())
		for (const [position, old] of previous.entries()) {
			const path = ["names", index, "previous", position];
			const other = indexes.get(old);
			if (other === index) throw invalid(path, `${old} is a previous name of itself`);
			if (other !== undefined && entries[other]?.removed !== true)
				throw invalid(
					path,
					`${old} is a previous name of ${name}, and also has its own entry`,
					"delete one of the two: a name leads to one value",
				);
			const claim = claims.get(old);
			if (claim !== undefined)
				throw invalid(
					path,
					claim === name ? `${old} is listed twice` : `${old} is a previous name of both ${claim} and ${name}`,
					"keep it only on the one that should run jobs of this name",
				);
			claims.set(old, name);
		}
}

function isName(text: string): boolean {
	return isExplicitName(text) || isModuleLevel(text);
}

function isModuleLevel(text: string): boolean {
	try {
		return text.length <= MAX_NAME_LENGTH && parseName(text).nested === undefined;
	} catch {
		return false;
	}
}

function isOptionalText(value: unknown): value is string | undefined {
	return value === undefined || typeof value === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
