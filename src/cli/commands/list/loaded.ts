import type { ErrorCode } from "../../../base/errors.ts";
import { isTestFile } from "../../../package/test-file.ts";
import { isTracked } from "../../../source/kinds.ts";
import { joinNames } from "../../project/joined-names.ts";
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
	const asked = new Set(modules.map(({ file }) => file));
	return {
		names: files.flatMap((file) => (asked.has(file.file) ? namesOf(file, proof) : file.names)),
		problems: proof.problems.filter(({ code }) => code === "MODULE_FAILED"),
	};
}

function moduleOf(file: FileNames): ModuleToLoad | undefined {
	const { moduleName } = file;
	if (moduleName === undefined || isTestFile(file.file)) return undefined;
	const names = writtenIn(file).map((listed) => ({ ...listed, isClear: true, isOpen: false }));
	return { file: file.file, moduleName, names, imports: [], mayHoldNames: true };
}

/** The names that may load something. */
function writtenIn({ names, targets }: FileNames): (ListedName & { readonly target: string })[] {
	return names.flatMap((listed, index) =>
		isAsked(listed) ? { ...listed, target: targets[index] ?? listed.name } : [],
	);
}

function isAsked({ loadable, reason }: ListedName): boolean {
	return loadable || reason === "UNPROVEN";
}

function namesOf(file: FileNames, proof: Proof): ListedName[] {
	const { joined, others } = joinNames({ ...file, moduleName: file.moduleName ?? "" }, writtenIn(file), proof);
	const proved = new Map(
		joined.map(({ name: { target: _, loadable: __, reason: ___, ...listed }, made, refutation }) => [
			listed.name,
			withReason({ ...listed, kind: made?.kind ?? listed.kind }, refutation),
		]),
	);
	const more = others
		.filter(({ name }) => !proved.has(name))
		.map(({ name, kind, place, error }) => {
			const { line = 1, column = 1 } = place ?? {};
			return withReason({ name, kind, file: shownPath(file.file), line, column }, error?.code);
		});
	// What the text knows by its variable alone has another name in the exports.
	const isElsewhere = ({ loadable, line, kind }: ListedName) =>
		!loadable && isTracked(kind) && more.some((other) => other.kind === kind && other.line === line);
	const known = file.names.map((listed) => (isAsked(listed) ? (proved.get(listed.name) ?? listed) : listed));
	return [...known.filter((listed) => !isElsewhere(listed)), ...more].sort(
		(a, b) => a.line - b.line || a.column - b.column,
	);
}

function withReason(place: Omit<ListedName, "loadable" | "reason">, reason: ErrorCode | undefined): ListedName {
	return reason === undefined ? { ...place, loadable: true } : { ...place, loadable: false, reason };
}
