import { MARK } from "../source/emitted/emitted.ts";

/** Could a text, that has not been done yet, have anything to record? A fast look, before anything is parsed. */
export function mayBeRecorded(text: string): boolean {
	return CANDIDATE.test(text) && (EXPORTS.test(text) || importsLater(text)) && !isRecorded(text);
}

/** Could there be anything to name in a text, and has it not been done yet? */
export function mayHaveNames(text: string): boolean {
	return CANDIDATE.test(text) && EXPORTS.test(text) && !isRecorded(text);
}

/** Is there an import that is made when it is needed? */
export function importsLater(text: string): boolean {
	return /\bimport\s*(?:\/\*[\s\S]*?\*\/\s*)*\(/.test(text);
}

function isRecorded(text: string): boolean {
	return text.includes(MARK) || text.includes("namesake.registry/");
}

/** Exports that are no types, and no other module's: `export { a } from`, `export *`. */
const EXPORTS =
	/\bexport\s*(?:default|const|let|var|async|function|class|abstract|namespace|module|@|\{(?![^}]*\}\s*from\b))|\bexports\b/;

/** What there is in every text that makes a value with a name, or that imports when it is needed. Bundlers know it without JavaScript. */
export const CANDIDATE: RegExp = /\(|=>|\bclass\b|\bnew\b/;
