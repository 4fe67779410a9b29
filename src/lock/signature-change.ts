import { type Parameter, parametersOf, splitTokens, typeParametersOf } from "../source/parameters.ts";
import { acceptsType } from "../source/written-type.ts";

/**
 * What a change of a signature means to waiting jobs, which bring the arguments of the old one.
 *
 * @returns `breaking` if the new parameters, as they are written, may not take the old arguments; `compatible` for any other
 *   change; undefined if there is none, or the old signature is not known.
 */
export function changeOfSignature(
	before: string | undefined,
	after: string | undefined,
): "breaking" | "compatible" | undefined {
	if (before === after || before === undefined) return undefined;
	if (after === undefined) return "compatible";
	return takesArguments(parametersOf(after, typeParametersOf(before)), parametersOf(before))
		? "compatible"
		: "breaking";
}

function takesArguments(parameters: readonly Parameter[], before: readonly Parameter[]): boolean {
	if (isReordered(parameters, before)) return false;
	const [rest, oldRest] = [parameters.find(({ isRest }) => isRest), before.find(({ isRest }) => isRest)];
	const [fixed, given] = [withoutRest(parameters), withoutRest(before)];
	if (oldRest !== undefined && rest === undefined) return false;
	if (oldRest !== undefined && rest !== undefined && !takesValue(rest, oldRest)) return false;
	// A parameter that is not there any more loses its argument.
	if (given.length > fixed.length && rest === undefined) return false;
	return fixed.every((parameter, index) => {
		const old = given[index];
		if (old !== undefined) return takesValue(parameter, old);
		return parameter.isOptional || oldRest !== undefined;
	});
}

function withoutRest(parameters: readonly Parameter[]): Parameter[] {
	return parameters.filter(({ isRest }) => !isRest);
}

/** Is a parameter at another index than before? */
function isReordered(parameters: readonly Parameter[], before: readonly Parameter[]): boolean {
	const indexes = new Map(before.map((parameter, index) => [parameter.binding.join(" "), index]));
	return parameters.some(({ binding }, index) => (indexes.get(binding.join(" ")) ?? index) !== index);
}

function takesValue(parameter: Parameter, old: Parameter): boolean {
	const { type, isOptional, isRest } = parameter;
	if (!isRest && old.isOptional && !isOptional && !(type !== undefined && acceptsType(type, ["undefined"])))
		return false;
	if (type !== undefined && old.type !== undefined) return acceptsType(type, old.type);
	return takesKeys(parameter.binding, old.binding);
}

/** Does a pattern without a type read no other properties than before, but those with a default? */
function takesKeys(binding: readonly string[], old: readonly string[]): boolean {
	if (binding[0] !== "{" || old[0] !== "{") return true;
	const before = keysOf(old);
	if (before.has("...")) return true;
	return [...keysOf(binding)].every(([key, hasDefault]) => key === "..." || hasDefault || before.has(key));
}

function keysOf(pattern: readonly string[]): ReadonlyMap<string, boolean> {
	return new Map(
		splitTokens(pattern.slice(1, -1), ",").flatMap((part) => {
			const [key = ""] = part;
			return key === "" ? [] : [[key.replaceAll(/^["']|["']$/g, ""), splitTokens(part, "=").length > 1] as const];
		}),
	);
}
