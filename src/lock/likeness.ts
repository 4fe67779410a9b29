import { parseName } from "../base/name.ts";
import { type LockEntry, targetOf } from "./lock.ts";

/** Code of fewer words is found anywhere: it needs other evidence as well. */
export const MANY_WORDS = 15;
/** Of 64 bits: unrelated code differs in 32, give or take 4. */
export const SIMILAR = 14;

/** Is the module the same, or the path? */
export function isNear(entry: LockEntry, target: string): boolean {
	const old = targetOf(entry);
	return moduleOf(old) === moduleOf(target) || pathOf(old) === pathOf(target);
}

/** Are both elements of one array, or members of such elements? */
export function isSameArray(a: string, b: string): boolean {
	return isPositional(a) && arrayOf(a) === arrayOf(b);
}

/** Does a target contain the index of an array? */
export function isPositional(target: string): boolean {
	return arrayOf(target) !== target;
}

/** The array of an element or of its member: `a/m#list[]` for `a/m#list[3]`. */
export function arrayOf(target: string): string {
	const module = moduleOf(target);
	return `${module}#${pathOf(target).replaceAll(/"(?:[^"\\]|\\.)*"|\[\d+\]/g, (step) => (step.startsWith("[") ? "[]" : step))}`;
}

export function moduleOf(target: string): string {
	return parseName(target).moduleName;
}

export function pathOf(target: string): string {
	return target.slice(moduleOf(target).length + 1);
}
