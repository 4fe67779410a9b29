import { NAMESPACE } from "./exports.ts";
import { resolveImport } from "./imports.ts";
import type { SourceFile, SourceFiles } from "./source-file.ts";
import { exportedValues } from "./values.ts";

/** Where an exported value is from. */
export interface ExportOrigin {
	/** The file that has made it; undefined for a package that is not read. */
	readonly file: SourceFile | undefined;
	/** What that file exports it as; `*` for the whole of the file. */
	readonly name: string;
}

/**
 * The names of all values that a module exports, its own and those of others, each with where it is from. Types have no
 * part in it, whatever the syntax that exports them.
 *
 * @param file the module.
 * @param files reads the modules that it exports from.
 */
export function exportedNames(file: SourceFile, files: SourceFiles): ReadonlyMap<string, ExportOrigin> {
	return namesOf(file, files, new Set());
}

function namesOf(file: SourceFile, files: SourceFiles, above: ReadonlySet<string>): Map<string, ExportOrigin> {
	const names = new Map<string, ExportOrigin>();
	if (above.has(file.file)) return names;
	const visited = new Set([...above, file.file]);
	const { reexports, stars } = file.source.exports;
	for (const { name } of exportedValues(file.source)) names.set(name, { file, name });
	for (const [name, { specifier, importName }] of reexports) {
		const origin = originOf(file, name, specifier, importName, files, visited);
		if (origin !== undefined) names.set(name, origin);
	}
	const fromStars = new Map<string, ExportOrigin | undefined>();
	for (const specifier of stars) {
		const target = read(file, specifier, files);
		if (target === undefined) continue;
		for (const [name, origin] of namesOf(target, files, visited)) {
			if (name === "default" || names.has(name)) continue;
			const other = fromStars.get(name);
			const isSame = other === undefined || (other.file === origin.file && other.name === origin.name);
			// A name that two of them export, each its own, is exported by none: https://tc39.es/ecma262/#sec-resolveexport
			fromStars.set(name, (fromStars.has(name) && other === undefined) || !isSame ? undefined : origin);
		}
	}
	for (const [name, origin] of fromStars) if (origin !== undefined) names.set(name, origin);
	return names;
}

function originOf(
	file: SourceFile,
	name: string,
	specifier: string,
	importName: string,
	files: SourceFiles,
	visited: ReadonlySet<string>,
): ExportOrigin | undefined {
	if (isTypeImport(file, name)) return undefined;
	const target = read(file, specifier, files);
	if (target === undefined || importName === NAMESPACE) return { file: target, name: importName };
	// In a circle of re-exports the own exports of each module are known even so.
	const names = visited.has(target.file) ? namesOf(target, files, new Set()) : namesOf(target, files, visited);
	return names.get(importName);
}

/** `import type { A } from "…"; export { A }` */
function isTypeImport({ source }: SourceFile, name: string): boolean {
	return source.exports.types.has(name);
}

function read(file: SourceFile, specifier: string, files: SourceFiles): SourceFile | undefined {
	const imported = resolveImport(specifier, file.file);
	return imported?.kind === "file" ? files.read(imported.file) : undefined;
}
