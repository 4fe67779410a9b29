import { isClassNode, isFunctionNode, type Node, type Syntax } from "./node.ts";

/** Comments, texts, words, and the rest one character at a time. */
const TOKEN =
	/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[\p{ID_Continue}$#@]+|=>|\.\.\.|\?\?|&&|\|\||[^\s]/gu;

/**
 * The parameters and the result of a function as they are written, `(to: string, copy?: boolean) => Promise<void>`; of a class
 * those of its constructor. Comments and the layout make no difference.
 *
 * @returns undefined for what is not written as a function or class.
 */
export function signatureOf(syntax: Syntax, node: Node): string | undefined {
	if (isClassNode(node)) {
		const found = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
		if (found?.type !== "MethodDefinition") return "new ()";
		return `new ${signatureOf(syntax, found.value as unknown as Node) ?? "()"}`;
	}
	if (!isFunctionNode(node) || node.body === null) return undefined;
	const tokens = tokensOf(syntax.text.slice(node.id?.end ?? node.start, node.body.start));
	return ofHead(node.type === "ArrowFunctionExpression" ? tokens.slice(0, tokens.lastIndexOf("=>")) : tokens);
}

/** @param tokens what stands before the body: `async function* <T>(a: T): R`. */
function ofHead(tokens: readonly string[]): string {
	const start = tokens.findIndex((token) => token === "(" || token === "<");
	// `to => …`
	if (start === -1) return `(${tokens.at(-1) ?? ""})`;
	const open = tokens[start] === "<" ? endOf(tokens, start) + 1 : start;
	const close = endOf(tokens, open);
	const result = tokens.slice(close + 2);
	const parameters = joined(tokens.slice(start, close + 1));
	return result.length === 0 ? parameters : `${parameters} => ${joined(result)}`;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** The index of what closes the bracket at an index. */
export function endOf(tokens: readonly string[], start: number): number {
	const waiting: string[] = [];
	for (let index = start; index < tokens.length; index++) {
		const token = tokens[index] ?? "";
		const closing = CLOSING[token];
		// A default may compare: `a = b < c`.
		if (closing !== undefined && (token !== "<" || waiting.length === 0 || waiting.at(-1) === ">"))
			waiting.push(closing);
		else if (token === waiting.at(-1)) waiting.pop();
		if (waiting.length === 0) return index;
	}
	return tokens.length - 1;
}

/** The tokens of a piece of code, without comments. The language reads every end of a line in a template as `\n`. */
export function tokensOf(text: string): string[] {
	return [...text.replaceAll(/\r\n?/g, "\n").matchAll(TOKEN)]
		.map(([token]) => token)
		.filter((token) => !/^\/[/*]/.test(token));
}

function joined(tokens: readonly string[]): string {
	let line = "";
	for (const [index, token] of tokens.entries()) {
		const next = tokens[index + 1] ?? "";
		// What a formatter adds or takes away.
		if ((token === "," || token === ";") && /^[\])}>]$/.test(next)) continue;
		if (token === "|" && /[:<(=]$/.test(line)) continue;
		line += isApart(line, token) ? ` ${token}` : token;
	}
	return line;
}

const WORD_END = /[\p{ID_Continue}$"'`\])}>]$/u;

function isApart(line: string, token: string): boolean {
	if (line === "") return false;
	if (/^[,;:?.)\]>]$/.test(token)) return false;
	if (/^[([<]$/.test(token))
		return /(?:[,;:]|=>|=|[|&]|\b(?:asserts|extends|in|infer|is|keyof|new|typeof))$/.test(line);
	if (/[([<.!]$|\.\.\.$/.test(line)) return false;
	if (/[,;:]$/.test(line)) return true;
	if (/^(?:=>|=|[|&{}]|\?\?|&&|\|\|)$/.test(token) || /(?:=>|=|[|&{}]|\?\?|&&|\|\|)$/.test(line)) return true;
	return WORD_END.test(line) && /^[\p{ID_Continue}$"'`{]/u.test(token);
}
