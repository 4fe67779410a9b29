import { relative } from "node:path";
import { realPath, toPosix } from "../../package/path.ts";

/** `1 name`, `2 names`. */
export function count(number: number, what: string): string {
	return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** A file as people see it: from the working directory, with forward slashes. */
export function shownPath(file: string): string {
	return pathShower()(file);
}

/** {@link shownPath} for many files, for as long as the working directory stays what it is. */
export function pathShower(): (file: string) => string {
	const directory = realPath(process.cwd());
	return (file) => toPosix(relative(directory, file));
}
