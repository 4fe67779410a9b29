import { parseName } from "../base/name.ts";
import type { ExposedName } from "./exposed-name.ts";
import { type LockEntry, targetOf } from "./lock.ts";

/** Code of fewer words is found anywhere: it needs other evidence as well. */
export const MANY_WORDS = 15;
/** Of 64 bits: unrelated code differs in 32, give or take 4. */
export const SIMILAR = 14;
/** Of 64 bits, where the path or the name says the same. */
export const LITTLE_SIMILAR = 26;

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

/** Are two modules in one folder, or one of them in the folder of the other: `jobs` and `jobs/mail`? */
export function isBeside(one: string, other: string): boolean {
	const [first, second] = [folderOf(one), folderOf(other)];
	return first === second || one === second || other === first;
}

export function folderOf(module: string): string {
	return module.slice(0, Math.max(0, module.lastIndexOf("/")));
}

/** Is it a value of one kind, or one whose kind the text does not show? */
export function isSameKind(entry: LockEntry, name: ExposedName): boolean {
	return entry.kind === name.kind || name.kind === "value";
}
