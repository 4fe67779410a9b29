/**
 * Paths of JavaScript and TypeScript outside of `node_modules`. esbuild hands a file to JavaScript if a plugin's filter says so, by the
 * path alone, and compares it with Go's regular expressions, which have no `(?!…)`: so what is not in that folder is spelt out.
 * https://esbuild.github.io/plugins/#filters
 */
export const PROJECT_SOURCE: RegExp = new RegExp(
	`^(?:${segmentOtherThan("node_modules")}[/\\\\])*[^/\\\\]*\\.[cm]?[jt]sx?$`,
);

/** Matches a part of a path that is not a word: it ends within the word, or takes another letter somewhere, or goes on behind it. */
function segmentOtherThan(word: string): string {
	const first = word[0];
	if (first === undefined) return "[^/\\\\]+";
	return `(?:(?:[^${first}/\\\\][^/\\\\]*|${first}${segmentOtherThan(word.slice(1))})?)`;
}
