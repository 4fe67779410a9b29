/**
 * What a document says that can be checked. The rules are told to readers in docs/naming.md:
 *
 * - The blocks below one heading are one project. A line `// src/a.ts` starts a file; `// package.json` in a jsonc block, too.
 *   A ts, js or jsonc block that does not start with a file is no example.
 * - A line `// expression → answer` is a claim, about the exports of the section's files.
 * - A text block is the message of a claim's error: one for each claim of the section, in their order.
 * - A console block is run in the section's project, or in examples/ where the section has no files: `$ command`, then what
 *   it writes. `…` at the end of a block stands for the rest, and a command without output is only run.
 */

/** One heading with what is below it. */
export interface Section {
	readonly heading: string;
	/** Where it starts, 1-based. */
	readonly line: number;
	readonly files: ReadonlyMap<string, string>;
	readonly claims: readonly Claim[];
	readonly commands: readonly Command[];
	/** One for each claim, or none. */
	readonly messages: readonly string[];
}

export interface Claim {
	readonly line: number;
	readonly expression: string;
	readonly expected: string;
}

export interface Command {
	readonly line: number;
	readonly text: string;
	readonly output: string;
	/** There is more output than the document shows. */
	readonly isCut: boolean;
}

interface Block {
	readonly language: string;
	/** The line of the opening fence. */
	readonly line: number;
	readonly lines: readonly string[];
}

const FILE = /^\/\/ ([\w@.[\]-]+(?:\/[^/]+)*\.(?:[cm]?[jt]sx?|json))$/;
const CLAIM = /^\s*\/\/ (\S.*?)\s+→ (\S.*)$/;

export function sectionsOf(markdown: string): Section[] {
	const sections: { heading: string; line: number; blocks: Block[] }[] = [];
	let open: { language: string; line: number; lines: string[] } | undefined;
	for (const [index, text] of markdown.split("\n").entries()) {
		const fence = /^```(\w*)$/.exec(text);
		if (open !== undefined && fence !== null) {
			sections.at(-1)?.blocks.push(open);
			open = undefined;
		} else if (open !== undefined) open.lines.push(text);
		else if (fence !== null) open = { language: fence[1] ?? "", line: index + 1, lines: [] };
		else if (/^#+ /.test(text)) sections.push({ heading: text.replace(/^#+ /, ""), line: index + 1, blocks: [] });
	}
	if (open !== undefined) throw new Error(`the block at line ${open.line} is not closed`);
	return sections.map(({ heading, line, blocks }) => {
		const sources = blocks.filter(({ language, lines }) => /^(?:ts|js|jsonc)$/.test(language) && FILE.test(lines[0] ?? ""));
		return {
			heading,
			line,
			files: new Map(sources.flatMap(filesIn)),
			claims: sources.flatMap(claimsIn),
			commands: blocks.filter(({ language }) => language === "console").flatMap(commandsIn),
			messages: blocks.filter(({ language }) => language === "text").map(({ lines }) => lines.join("\n")),
		};
	});
}

/** The lines stay where they are, so that a column or a line of the document is that of the file. */
function filesIn({ lines }: Block): [string, string][] {
	const files: [string, string[]][] = [];
	for (const text of lines) {
		const path = FILE.exec(text)?.[1];
		if (path !== undefined) files.push([path, []]);
		if (!CLAIM.test(text)) files.at(-1)?.[1].push(path?.endsWith(".json") ? "" : text);
	}
	return files.map(([path, texts]) => [path, `${texts.join("\n").trimEnd()}\n`]);
}

function claimsIn({ line, lines }: Block): Claim[] {
	return lines.flatMap((text, index) => {
		const [, expression, expected] = CLAIM.exec(text) ?? [];
		return expression === undefined || expected === undefined ? [] : [{ line: line + index + 1, expression, expected }];
	});
}

function commandsIn({ line, lines }: Block): Command[] {
	const commands: { line: number; text: string; output: string[] }[] = [];
	for (const [index, text] of lines.entries()) {
		if (text.startsWith("$ ")) commands.push({ line: line + index + 1, text: text.slice(2), output: [] });
		else commands.at(-1)?.output.push(text);
	}
	return commands.map(({ output, ...command }) => {
		const isCut = output.at(-1) === "…";
		return { ...command, isCut, output: (isCut ? output.slice(0, -1) : output).join("\n").trim() };
	});
}
