/** The words of a line as far as it is typed. */
export interface TypedLine {
	/** Without quotes and backslashes; the last one is being typed, and may be empty. */
	readonly words: readonly string[];
	/** The quote that is open at the end. */
	readonly quote: '"' | "'" | undefined;
}

/** Splits a line into words as a shell does, without expanding anything in it. */
export function splitLine(line: string): TypedLine {
	const words: string[] = [];
	let word = "";
	let isWord = false;
	let quote: TypedLine["quote"];
	for (let index = 0; index < line.length; index++) {
		const character = line[index] ?? "";
		if (quote === "'" ? character === "'" : quote === '"' && character === '"') quote = undefined;
		else if (quote === undefined && (character === "'" || character === '"')) {
			quote = character;
			isWord = true;
		} else if (character === "\\" && quote !== "'" && (quote === undefined || /["\\$`]/.test(line[index + 1] ?? ""))) {
			index += 1;
			word += line[index] ?? "";
			isWord = true;
		} else if (quote === undefined && /\s/.test(character)) {
			if (isWord) words.push(word);
			word = "";
			isWord = false;
		} else {
			word += character;
			isWord = true;
		}
	}
	return { words: [...words, word], quote };
}
