import { splitTokens } from "./parameters.ts";
import { endOf } from "./signature.ts";

/**
 * Does a type, as it is written, accept every value of another one? Types of other names are different types.
 *
 * @param type the tokens of the type.
 * @param other the tokens of the type of the values.
 */
export function acceptsType(type: readonly string[], other: readonly string[]): boolean {
	const members = unionOf(type);
	return unionOf(other).every((value) => isAccepted(members, value));
}

function isAccepted(members: readonly (readonly string[])[], value: readonly string[]): boolean {
	if (members.some((member) => acceptsMember(member, value))) return true;
	return value.join("") === "boolean" && ["true", "false"].every((word) => members.some(([first]) => first === word));
}

/** The members of a union; a function type reaches to its end. */
function unionOf(type: readonly string[]): string[][] {
	const inner = withoutParentheses(type);
	if (splitTokens(inner, "=>").length > 1) return [[...inner]];
	const parts = splitTokens(inner, "|").filter((part) => part.length > 0);
	return parts.length < 2 ? [[...inner]] : parts.flatMap(unionOf);
}

function acceptsMember(type: readonly string[], value: readonly string[]): boolean {
	const [wide, narrow] = [type.join(" "), value.join(" ")];
	if (wide === narrow || wide === "any" || wide === "unknown" || narrow === "never" || narrow === "any") return true;
	if (isLiteralOf(wide, narrow)) return true;
	if (wide === `Partial < ${narrow} >`) return true;
	const [list, values] = [elementOf(type), elementOf(value)];
	if (list !== undefined && values !== undefined) return acceptsType(list, values);
	const [members, others] = [membersOf(type), membersOf(value)];
	if (members !== undefined && others !== undefined) return acceptsMembers(members, others);
	if (wide === "object") return others !== undefined || values !== undefined;
	const [parts, all] = [splitTokens(type, "&"), splitTokens(value, "&")];
	if (parts.length === 1 && all.length === 1) return false;
	return parts.every((part) => all.some((one) => acceptsType(part, one)));
}

function isLiteralOf(type: string, value: string): boolean {
	if (type === "string") return /^["'`]/.test(value);
	if (type === "number") return /^(?:- )?\d[\w. ]*$/.test(value) && !value.endsWith("n");
	if (type === "bigint") return /^(?:- )?\d+n$/.test(value);
	return type === "boolean" && (value === "true" || value === "false");
}

/** The type of the elements: `T[]`, `readonly T[]`, `Array<T>`, `ReadonlyArray<T>`. */
function elementOf(type: readonly string[]): readonly string[] | undefined {
	const list = type[0] === "readonly" ? type.slice(1) : type;
	if (list.at(-1) === "]" && list.at(-2) === "[") return list.slice(0, -2);
	const isArray = (list[0] === "Array" || list[0] === "ReadonlyArray") && list[1] === "<" && list.at(-1) === ">";
	return isArray ? list.slice(2, -1) : undefined;
}

interface Member {
	readonly isOptional: boolean;
	readonly type: readonly string[];
}

/** The members of an object type that is written out. */
function membersOf(type: readonly string[]): ReadonlyMap<string, Member> | undefined {
	if (type[0] !== "{" || endOf(type, 0) !== type.length - 1) return undefined;
	const members = new Map<string, Member>();
	for (const part of splitTokens(type.slice(1, -1), ";", ",")) {
		const tokens = part[0] === "readonly" && part.length > 1 && part[1] !== ":" ? part.slice(1) : part;
		const [head = [], ...rest] = splitTokens(tokens, ":");
		const isOptional = head.at(-1) === "?";
		const name = (isOptional ? head.slice(0, -1) : head).join(" ").replaceAll(/^["']|["']$/g, "");
		if (name !== "")
			members.set(name, { isOptional, type: rest.flatMap((one, index) => (index > 0 ? [":", ...one] : one)) });
	}
	return members;
}

function acceptsMembers(members: ReadonlyMap<string, Member>, others: ReadonlyMap<string, Member>): boolean {
	return [...members].every(([name, { isOptional, type }]) => {
		const other = others.get(name);
		if (other === undefined) return isOptional;
		return (isOptional || !other.isOptional || acceptsType(type, ["undefined"])) && acceptsType(type, other.type);
	});
}

function withoutParentheses(type: readonly string[]): readonly string[] {
	return type[0] === "(" && endOf(type, 0) === type.length - 1 ? withoutParentheses(type.slice(1, -1)) : type;
}
