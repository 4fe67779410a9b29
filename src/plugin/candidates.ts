/** Could there be anything to name in a text, and has it not been done yet? A fast look, before anything is parsed. */
export function mayHaveNames(text: string): boolean {
	return EXPORTS.test(text) && VALUES.test(text) && !text.includes(MARK) && !text.includes("namesake.registry/");
}

/** How everything begins that is put into a module. */
export const MARK = "__namesake_";

/** Exports that are no types, and no other module's: `export { a } from`, `export *`. */
const EXPORTS =
	/\bexport\s*(?:default|const|let|var|async|function|class|abstract|namespace|module|@|\{(?![^}]*\}\s*from\b))|\bexports\b/;

/** What makes a value with a name. */
const VALUES = /=>|\bfunction\b|\bclass\b|\bnew\b|\)\s*\{|\(/;
