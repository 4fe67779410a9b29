/** A string, a bracket, or the comma or colon between values. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/**
 * The offset at which a value stands in a text.
 *
 * @param text valid JSON.
 * @param path keys and indexes, outermost first.
 * @returns 0 if there is no such value.
 */
export function offsetOfValue(text: string, path: readonly (string | number)[]): number {
	const at: (string | number)[] = [];
	let key: string | undefined;
	for (const { 0: token, index } of text.matchAll(TOKEN)) {
		if (token === "]" || token === "}") at.pop();
		else if (token === ",") {
			const last = at.at(-1);
			if (typeof last === "number") at[at.length - 1] = last + 1;
			key = undefined;
		} else if (token === ":") at[at.length - 1] = key ?? "";
		else {
			if (isSame(at, path)) return index;
			if (token === "[") at.push(0);
			else if (token === "{") at.push("");
			else if (token.startsWith('"')) key = JSON.parse(token) as string;
		}
	}
	return 0;
}

function isSame(at: readonly (string | number)[], path: readonly (string | number)[]): boolean {
	return at.length === path.length && at.every((step, index) => step === path[index]);
}
