import type { ErrorCode } from "../../../base/errors.ts";
import { isTestFile } from "../../../package/test-file.ts";
import { isTracked } from "../../../source/kinds.ts";
import { type ModuleToLoad, type Proof, prove } from "../../project/prove.ts";
import { shownPath } from "../../render/text.ts";
import type { ListedFile, ListedName } from "./lister.ts";

/** What the text says of a file, by its path. */
export interface FileNames extends Omit<ListedFile, "problems"> {
	readonly file: string;
}

/**
 * The names of files as the running modules have them. Another process loads each name that the text gives, and adds what else the exports hold.
 * Tests, and files that no name loads, are not run: their names are those of the text.
 */
export async function loadedNames(
	files: readonly FileNames[],
	options: { readonly root: string | undefined; readonly timeout: number },
): Promise<{ readonly names: readonly ListedName[]; readonly problems: Proof["problems"] }> {
	const modules = files.flatMap((file) => moduleOf(file) ?? []);
	const proof = await prove(modules, { ...options, directory: process.cwd() });
	const failed = new Map(proof.problems.map(({ name, code }) => [name, code]));
	const asked = new Set(modules.map(({ file }) => file));
	return {
		names: files.flatMap((file) => (asked.has(file.file) ? namesOf(file, proof, failed) : file.names)),
		problems: proof.problems.filter(({ code }) => code === "MODULE_FAILED"),
	};
}

function moduleOf({ file, moduleName, names, targets }: FileNames): ModuleToLoad | undefined {
	if (moduleName === undefined || isTestFile(file)) return undefined;
	const isWanted = ({ loadable, reason }: ListedName) => loadable || reason === "UNPROVEN";
	const wanted = names.flatMap((listed, index) =>
		isWanted(listed) ? { ...listed, target: targets[index] ?? listed.name, isClear: true } : [],
	);
	return { file, moduleName, names: wanted, imports: [], mayHoldNames: true };
}

function namesOf(
	{ file, moduleName = "", names, targets }: FileNames,
	{ kinds, found }: Proof,
	failed: ReadonlyMap<string, Proof["problems"][number]["code"]>,
): ListedName[] {
	const others = new Map((found.get(file) ?? []).map((one) => [one.name, one]));
	const known = names.map((listed, index): ListedName => {
		if (!listed.loadable && listed.reason !== "UNPROVEN") return listed;
		const reason = failed.get(listed.name) ?? failed.get(moduleName);
		const { name, line, column } = listed;
		const kind = kinds.get(targets[index] ?? name)?.kind ?? others.get(name)?.kind ?? listed.kind;
		others.delete(name);
		const place = { name, kind, file: listed.file, line, column };
		return reason === undefined
			? { ...place, loadable: true }
			: { ...place, loadable: false, reason: reason as ErrorCode };
	});
	const more = [...others.values()].map(({ name, kind, place, error }): ListedName => {
		const { line = 1, column = 1 } = place ?? {};
		const reason = error?.code;
		const listed = { name, kind, file: shownPath(file), line, column, loadable: reason === undefined };
		return reason === undefined ? listed : { ...listed, reason };
	});
	// What the text knows by its variable alone has another name in the exports.
	const isElsewhere = ({ loadable, line, kind }: ListedName) =>
		!loadable && isTracked(kind) && more.some((other) => other.kind === kind && other.line === line);
	return [...known.filter((listed) => !isElsewhere(listed)), ...more].sort(
		(a, b) => a.line - b.line || a.column - b.column,
	);
}
