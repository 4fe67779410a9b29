import { NAMESPACE } from "./exports.ts";
import { resolveImport } from "./imports.ts";
import type { SourceFile, SourceFiles } from "./source-file.ts";
import { exportedValues } from "./values.ts";

/** Where an exported value is from. */
export interface ExportOrigin {
	/** The absolute path of the file that has made it, or the specifier of a package that is not read. */
	readonly module: string;
	/** What that module exports it as; `*` for the whole module. */
	readonly name: string;
}

type Names = ReadonlyMap<string, ExportOrigin>;

/** Tells what modules export: their own values and those of other modules, by the rules of ECMAScript. */
export class ExportedNames {
	readonly #files: SourceFiles;
	readonly #known = new Map<string, Names>();

	constructor(files: SourceFiles) {
		this.#files = files;
	}

	/**
	 * The names of all values that a module exports, each with where it is from. Types have no part in it, whatever the
	 * syntax that exports them.
	 */
	of(file: SourceFile): Names {
		return this.#of(file, new Set()).names;
	}

	/** @param above the modules that are waiting for this one: in a circle, each has its own exports at least. */
	#of(file: SourceFile, above: ReadonlySet<string>): { readonly names: Names; readonly isWhole: boolean } {
		const known = this.#known.get(file.file);
		if (known !== undefined) return { names: known, isWhole: true };
		const names = new Map<string, ExportOrigin>();
		for (const { name } of exportedValues(file.source)) names.set(name, { module: file.file, name });
		if (above.has(file.file)) return { names, isWhole: false };
		const waiting = new Set([...above, file.file]);
		let isWhole = true;
		const namesOf = (specifier: string): Names | undefined => {
			const target = this.#read(file, specifier);
			if (target === undefined) return undefined;
			const found = this.#of(target, waiting);
			isWhole &&= found.isWhole;
			return found.names;
		};
		for (const [name, { specifier, importName }] of file.source.exports.reexports) {
			const there = importName === NAMESPACE ? undefined : namesOf(specifier);
			const origin =
				there === undefined
					? { module: this.#read(file, specifier)?.file ?? specifier, name: importName }
					: there.get(importName);
			if (origin !== undefined) names.set(name, origin);
		}
		for (const [name, origin] of throughStars(file.source.exports.stars.map(namesOf)))
			if (!names.has(name)) names.set(name, origin);
		if (isWhole) this.#known.set(file.file, names);
		return { names, isWhole };
	}

	#read(file: SourceFile, specifier: string): SourceFile | undefined {
		const imported = resolveImport(specifier, file.file);
		return imported?.kind === "file" ? this.#files.read(imported.file) : undefined;
	}
}

/** A name that two modules export, each its own, is exported by none: https://tc39.es/ecma262/#sec-resolveexport */
function throughStars(modules: readonly (Names | undefined)[]): Map<string, ExportOrigin> {
	const found = new Map<string, ExportOrigin>();
	const ambiguous = new Set<string>();
	for (const names of modules)
		for (const [name, origin] of names ?? []) {
			const other = found.get(name);
			if (name === "default") continue;
			if (other !== undefined && (other.module !== origin.module || other.name !== origin.name)) ambiguous.add(name);
			else found.set(name, origin);
		}
	for (const name of ambiguous) found.delete(name);
	return found;
}
