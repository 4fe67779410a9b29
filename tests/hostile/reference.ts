/*
 * What docs/reference/naming.md says of names as text, once more and in another way: character by character, without a regular expression for a whole
 * step, and without anything of src/. The two have to agree on every text.
 */

export interface Reading {
	readonly moduleName: string;
	/** The keys of each function that is entered; the first are those of the export path. */
	readonly scopes: readonly (readonly string[])[];
}

const MAX = 8192;
const ANONYMOUS = "<anonymous>";

/** @returns undefined if the text is no name. */
export function readName(text: string): Reading | undefined {
	if (text.length > MAX) return undefined;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) return undefined;
	}
	const hash = [...text].indexOf("#");
	if (hash === -1) return undefined;
	const moduleName = [...text].slice(0, hash).join("");
	if (moduleName === "") return undefined;
	for (let at = moduleName.indexOf("%"); at !== -1; at = moduleName.indexOf("%", at + 1))
		if (!["%23", "%25"].includes(moduleName.slice(at, at + 3))) return undefined;
	const scopes = readScopes([...text].slice(hash + 1));
	return scopes === undefined ? undefined : { moduleName, scopes };
}

interface Cursor {
	readonly text: readonly string[];
	at: number;
}

function readScopes(text: readonly string[]): string[][] | undefined {
	const cursor: Cursor = { text, at: 0 };
	const scopes: string[][] = [];
	let anonymous = false;
	let quoted = false;
	for (;;) {
		const keys: string[] = [];
		while (cursor.at < text.length && text[cursor.at] !== "/") {
			const key = readKey(cursor, keys.length === 0);
			if (key === undefined) return undefined;
			anonymous ||= key.isAnonymous;
			quoted ||= key.text === ANONYMOUS && !key.isAnonymous && keys.length === 0;
			keys.push(key.text);
		}
		if (keys.length === 0) return undefined;
		scopes.push(keys);
		if (cursor.at === text.length) break;
		cursor.at++;
	}
	// It stands for a function inside of another one, or around one; and there nothing else is written for it.
	return (scopes.length === 1 ? anonymous : quoted) ? undefined : scopes;
}

interface Key {
	readonly text: string;
	readonly isAnonymous: boolean;
}

function readKey(cursor: Cursor, isFirst: boolean): Key | undefined {
	const { text } = cursor;
	const character = text[cursor.at];
	if (character === "[") return readBracket(cursor);
	if (character === "<") {
		if (!isFirst || text.slice(cursor.at, cursor.at + ANONYMOUS.length).join("") !== ANONYMOUS) return undefined;
		cursor.at += ANONYMOUS.length;
		return { text: ANONYMOUS, isAnonymous: true };
	}
	if (isFirst !== (character !== ".")) return undefined;
	if (!isFirst) cursor.at++;
	const start = cursor.at;
	while (cursor.at < text.length && isIdentifierPart(text[cursor.at] ?? "", cursor.at === start)) cursor.at++;
	return cursor.at === start ? undefined : { text: text.slice(start, cursor.at).join(""), isAnonymous: false };
}

function isIdentifierPart(character: string, isFirst: boolean): boolean {
	if (character === "$" || character === "_") return true;
	if (isFirst) return /^\p{ID_Start}$/u.test(character);
	return /^\p{ID_Continue}$/u.test(character) || character === "\u200c" || character === "\u200d";
}

function readBracket(cursor: Cursor): Key | undefined {
	const { text } = cursor;
	cursor.at++;
	let inside = "";
	let isText = false;
	for (; ; cursor.at++) {
		const character = text[cursor.at];
		if (character === undefined) return undefined;
		if (character === "]" && !isText) break;
		if (character === '"') isText = !isText;
		inside += character;
		if (isText && character === "\\") inside += text[++cursor.at] ?? "";
	}
	cursor.at++;
	const key = inside.startsWith('"') ? quotedKey(inside) : isIndex(inside) ? inside : undefined;
	return key === undefined ? undefined : { text: key, isAnonymous: false };
}

/** A text as JSON.stringify writes it, of a key that has no shorter spelling. */
function quotedKey(quoted: string): string | undefined {
	let key: unknown;
	try {
		key = JSON.parse(quoted);
	} catch {
		return undefined;
	}
	if (typeof key !== "string" || JSON.stringify(key) !== quoted || isIndex(key)) return undefined;
	const characters = [...key];
	const isIdentifier = characters.length > 0 && characters.every((one, index) => isIdentifierPart(one, index === 0));
	return isIdentifier ? undefined : key;
}

/** Digits as JavaScript writes an array's index. */
function isIndex(text: string): boolean {
	return /^\d+$/.test(text) && String(Number(text)) === text && Number(text) < 4_294_967_295;
}
