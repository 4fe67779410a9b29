import type { Command } from "commander";
import { EXIT } from "../../process/exit.ts";
import { write } from "../../render/terminal.ts";
import { type Candidates, candidatesFor } from "./candidates.ts";
import { splitLine } from "./line.ts";

/** `namesake complete`, which the scripts of shells call: prints what may come next. What goes wrong is no answer. */
export async function complete(
	program: Command,
	words: readonly string[],
	{ line }: { readonly line?: string | undefined },
): Promise<number> {
	const typed = line === undefined ? { words: ["", ...words], quote: undefined } : splitLine(line);
	const found = await candidatesFor(program, typed.words.slice(1)).catch(() => undefined);
	const head = line === undefined ? "" : `${typed.quote ?? " "}${typed.words.at(-1)}\n`;
	await write(process.stdout, `${head}${linesOf(found)}`);
	return EXIT.fine;
}

function linesOf(found: Candidates | undefined): string {
	if (found === undefined) return "";
	const lines = found.candidates.map(({ value, about }) => {
		const text = about?.replaceAll(/\s+/g, " ").trim() ?? "";
		return text === "" ? value : `${value}\t${text}`;
	});
	return [...lines, ...(found.files ? [":files"] : [])].map((line) => `${line}\n`).join("");
}
