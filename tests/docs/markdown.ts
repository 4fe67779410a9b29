/**
 * The parts of a document that can be checked. docs/reference/naming.md explains claims to readers.
 *
 * - The blocks below one heading are one project. A line `// src/a.ts` starts a file; `// package.json` in a jsonc block, too.
 * - A line `// expression → answer` is a claim, about the exports of the section's files.
 * - A text block is the message of a claim's error: one for each claim of the section, in their order.
 * - A console block runs in the section's project, or in examples/ where the section has no files: `$ command`, then what
 *   it writes. `…` at the end of a block stands for the rest, and a command without output is only run.
 * - Any other ts, js, jsonc, json or text block is unchecked, unless the line above it is `<!-- not run: reason -->`.
 *   A sh block is never run: it needs the network, a terminal or a server.
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
	readonly messages: readonly Passage[];
	/** The lines of blocks that no test would run or compare. */
	readonly unchecked: readonly number[];
}

export interface Claim {
	readonly line: number;
	readonly expression: string;
	readonly expected: string;
}

export interface Command {
	readonly line: number;
	readonly text: string;
	/** Empty if the document does not show it. */
	readonly output: Passage;
	/** There is more output than the document shows. */
	readonly isCut: boolean;
}

/** Lines of a document that can be replaced. */
export interface Passage {
	/** Of its first line, 1-based. */
	readonly line: number;
	readonly text: string;
}

interface Block {
	readonly language: string;
	/** The line of the opening fence. */
	readonly line: number;
	readonly lines: readonly string[];
	/** The line above says why it is not run. */
	readonly isExcused: boolean;
}

const FILE = /^\/\/ ([\w@.[\]-]+(?:\/[^/]+)*\.(?:[cm]?[jt]sx?|json))$/;
/** Redis's own default address, which documents write out. */
export const REDIS = "redis://127.0.0.1:6379";
const CLAIM = /^\s*\/\/ (\S.*?)\s+→ (\S.*)$/;

export function sectionsOf(markdown: string): Section[] {
	const sections: { heading: string; line: number; blocks: Block[] }[] = [];
	let open: { language: string; line: number; lines: string[]; isExcused: boolean } | undefined;
	const texts = markdown.split("\n");
	for (const [index, text] of texts.entries()) {
		const fence = /^```(\w*)$/.exec(text);
		if (open !== undefined && fence !== null) {
			sections.at(-1)?.blocks.push(open);
			open = undefined;
		} else if (open !== undefined) open.lines.push(text);
		else if (fence !== null)
			open = {
				language: fence[1] ?? "",
				line: index + 1,
				lines: [],
				isExcused: /^<!-- not run: .+ -->$/.test(texts[index - 1] ?? ""),
			};
		else if (/^#+ /.test(text)) sections.push({ heading: text.replace(/^#+ /, ""), line: index + 1, blocks: [] });
	}
	if (open !== undefined) throw new Error(`the block at line ${open.line} is not closed`);
	return sections.map(({ heading, line, blocks }) => {
		const sources = blocks.filter(
			({ language, lines }) => /^(?:ts|js|jsonc)$/.test(language) && FILE.test(lines[0] ?? ""),
		);
		const claims = sources.flatMap(claimsIn);
		const isUnchecked = (block: Block) =>
			!block.isExcused &&
			(/^(?:ts|js|jsonc|json)$/.test(block.language)
				? !sources.includes(block)
				: block.language === "text" && claims.length === 0);
		return {
			heading,
			line,
			files: new Map(sources.flatMap(filesIn)),
			claims,
			commands: blocks.filter(({ language }) => language === "console").flatMap(commandsIn),
			messages: blocks
				.filter(({ language }) => language === "text")
				.map(({ line, lines }) => ({ line: line + 1, text: lines.join("\n") })),
			unchecked: blocks.filter(isUnchecked).map(({ line }) => line),
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
	const starts = lines.flatMap((text, index) => (text.startsWith("$ ") ? [index] : []));
	return starts.map((start, index) => {
		const output = lines.slice(start + 1, starts[index + 1]);
		while (output.at(-1) === "") output.pop();
		const isCut = output.at(-1) === "…";
		if (isCut) output.pop();
		const text = lines[start]?.slice(2) ?? "";
		return { line: line + start + 1, text, isCut, output: { line: line + start + 2, text: output.join("\n") } };
	});
}

/** Does a section's example talk to the Redis that documents assume? */
export function usesRedis({ files, commands }: Section): boolean {
	return [...files.values(), ...commands.map(({ text }) => text)].some((text) => text.includes(REDIS));
}

/** The document with other texts for some of its passages. */
export function replacePassages(markdown: string, changes: readonly (Passage & { readonly by: string })[]): string {
	const lines = markdown.split("\n");
	for (const { line, text, by } of [...changes].sort((a, b) => b.line - a.line))
		lines.splice(line - 1, text.split("\n").length, ...by.split("\n"));
	return lines.join("\n");
}
