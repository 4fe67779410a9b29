import { endOf, tokensOf } from "./signature.ts";

/** A parameter as a signature has it. */
export interface Parameter {
	/** The binding: a name, or the tokens of a pattern. */
	readonly binding: readonly string[];
	/** The tokens of its type; undefined if there is none. */
	readonly type: readonly string[] | undefined;
	readonly isRest: boolean;
	/** Has it a question mark or a default? */
	readonly isOptional: boolean;
}

/**
 * The parameters in the text of a signature; `this` is none.
 *
 * @param signature what `signatureOf` gives.
 * @param typeParameters what its type parameters are called instead.
 */
export function parametersOf(signature: string, typeParameters: readonly string[] = []): Parameter[] {
	const tokens = tokensOf(signature);
	const start = headOf(tokens);
	const names = new Map(typeParametersIn(tokens).map((name, index) => [name, typeParameters[index] ?? name]));
	const list = tokens.slice(start + 1, endOf(tokens, start)).map((token) => names.get(token) ?? token);
	return splitTokens(list, ",")
		.filter((part) => part.length > 0)
		.map(parameterOf)
		.filter(({ binding }) => binding.join("") !== "this");
}

/** The names of the type parameters in the text of a signature. */
export function typeParametersOf(signature: string): string[] {
	return typeParametersIn(tokensOf(signature));
}

function typeParametersIn(tokens: readonly string[]): string[] {
	const start = tokens.indexOf("<");
	if (start === -1 || start > headOf(tokens)) return [];
	return splitTokens(tokens.slice(start + 1, endOf(tokens, start)), ",").flatMap(
		(part) => part.find((token) => token !== "const") ?? [],
	);
}

/** The index of the bracket before the parameters: `new <T>(`. */
function headOf(tokens: readonly string[]): number {
	const start = tokens.findIndex((token) => token === "(" || token === "<");
	return tokens[start] === "<" ? endOf(tokens, start) + 1 : start;
}

const MODIFIERS: ReadonlySet<string> = new Set(["override", "private", "protected", "public", "readonly"]);

function parameterOf(tokens: readonly string[]): Parameter {
	let start = 0;
	while (tokens[start]?.startsWith("@") === true) {
		start++;
		if (tokens[start] === "(") start = endOf(tokens, start) + 1;
	}
	while (MODIFIERS.has(tokens[start] ?? "") && /^[\p{ID_Start}$_{[.]/u.test(tokens[start + 1] ?? "")) start++;
	const isRest = tokens[start] === "...";
	if (isRest) start++;
	const first = tokens[start] ?? "";
	const end = first === "{" || first === "[" ? endOf(tokens, start) + 1 : start + 1;
	const rest = tokens.slice(end);
	const [typed = [], ...defaults] = splitTokens(rest, "=");
	const colon = typed.indexOf(":");
	return {
		binding: tokens.slice(start, end),
		type: colon === -1 ? undefined : typed.slice(colon + 1),
		isRest,
		isOptional: typed[0] === "?" || defaults.length > 0,
	};
}

const OPENING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Splits tokens where a separator stands outside of brackets. */
export function splitTokens(tokens: readonly string[], ...separators: readonly string[]): string[][] {
	const parts: string[][] = [[]];
	const waiting: string[] = [];
	for (const [index, token] of tokens.entries()) {
		const closing = OPENING[token];
		if (closing !== undefined && (token !== "<" || isTypeBracket(tokens, index))) waiting.push(closing);
		else if (token === waiting.at(-1)) waiting.pop();
		else if (waiting.length === 0 && separators.includes(token)) {
			parts.push([]);
			continue;
		}
		parts.at(-1)?.push(token);
	}
	return parts;
}

/** Is it the bracket of type arguments, or the operator of a comparison: `a: A<B>`, `a = b < c`? */
function isTypeBracket(tokens: readonly string[], start: number): boolean {
	if (!/[\p{ID_Continue}$]$/u.test(tokens[start - 1] ?? "") && start > 0) return true;
	let depth = 0;
	for (let index = start; index < tokens.length; index++) {
		const token = tokens[index] ?? "";
		if (token === "<") depth++;
		if (token === ">" && --depth === 0) return true;
		if (/^(?:=|&&|\|\||\?\?|[+*/%!-])$/.test(token)) return false;
	}
	return false;
}
