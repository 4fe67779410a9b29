import { isClassNode, isFunctionNode, type Node } from "./parse.ts";
import type { Syntax } from "./syntax.ts";

/** Comments, texts, words, and the rest one character at a time. */
const TOKEN =
	/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[\p{ID_Continue}$#@]+|=>|\.\.\.|\?\?|&&|\|\||[^\s]/gu;

/**
 * The parameters and the result of a function as they are written, `(to: string, copy?: boolean) => Promise<void>`; of a class
 * those of its constructor. Comments and the layout make no difference.
 *
 * @returns undefined for what is not written as a function or class.
 */
export function parametersOf(syntax: Syntax, node: Node): string | undefined {
	if (isClassNode(node)) {
		const found = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
		if (found?.type !== "MethodDefinition") return "new ()";
		return `new ${parametersOf(syntax, found.value as unknown as Node) ?? "()"}`;
	}
	if (!isFunctionNode(node)) return undefined;
	const written = (part: Node) => tidy(syntax.text.slice(part.start, part.end));
	const typeParameters = node.typeParameters ? written(node.typeParameters as Node) : "";
	const parameters = (node.params as readonly Node[]).map(written).join(", ");
	const result = node.returnType ? ` => ${written(node.returnType as Node).replace(/^: ?/, "")}` : "";
	return `${typeParameters}(${parameters})${result}`;
}

function tidy(text: string): string {
	const tokens = [...text.matchAll(TOKEN)].map(([token]) => token).filter((token) => !/^\/[/*]/.test(token));
	let line = "";
	for (const [index, token] of tokens.entries()) {
		const next = tokens[index + 1] ?? "";
		// What a formatter adds or takes away.
		if ((token === "," || token === ";") && /^[\])}>]$/.test(next)) continue;
		if (token === "|" && /[:<(=]\s*$/.test(line)) continue;
		line += isApart(line, token) ? ` ${token}` : token;
	}
	return line;
}

const WORD_END = /[\p{ID_Continue}$"'`\])}>]$/u;

function isApart(line: string, token: string): boolean {
	if (line === "") return false;
	if (/^[,;:?.)\]>]$/.test(token)) return false;
	if (/^[([<]$/.test(token)) return /(?:[,;:]|=>|=|[|&])$/.test(line);
	if (/[([<.!]$|\.\.\.$/.test(line)) return false;
	if (/[,;:]$/.test(line)) return true;
	if (/^(?:=>|=|[|&{}]|\?\?|&&|\|\|)$/.test(token) || /(?:=>|=|[|&{}]|\?\?|&&|\|\|)$/.test(line)) return true;
	return WORD_END.test(line) && /^[\p{ID_Continue}$"'`{]/u.test(token);
}
