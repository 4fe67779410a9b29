import { existsSync } from "node:fs";
import { NamesakeError } from "../base/errors.ts";
import { toErrorSummary } from "../base/text.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { realPath } from "../package/path.ts";
import { isLibraryFile } from "../source/imports.ts";
import { Kinds } from "../source/kinds.ts";
import { SourceFiles } from "../source/source-file.ts";
import { mayBeRecorded } from "./candidates.ts";
import { type Transformed, type TransformOptions, transform } from "./transform.ts";

/** What the plugin may be told. */
export interface PluginOptions extends NamingOptions {
	/** Is a module left alone although it is the project's own? By default none is. */
	readonly exclude?: ((file: string) => boolean) | undefined;
}

/** What a bundler does with the modules that it is about to build. */
export class Recorder {
	readonly #options: PluginOptions;
	#kinds = new Kinds(new SourceFiles());
	/** Which file has which name. */
	readonly #names = new Map<string, string>();

	constructor(options: PluginOptions) {
		this.#options = options;
	}

	/** Forgets what the build before has read. */
	start(): void {
		this.#kinds = new Kinds(new SourceFiles());
		this.#names.clear();
	}

	/**
	 * Puts records into the text of a module.
	 *
	 * @param path an absolute path.
	 * @param warn is told of a text that is no program.
	 * @returns undefined if it is left as it is.
	 * @throws NamesakeError `DUPLICATE_NAME`, `LOCK_INVALID`, `OUTSIDE_ROOT`.
	 */
	record(
		text: string,
		path: string,
		how: Pick<TransformOptions, "kind" | "helper">,
		warn: (message: string) => void,
	): Transformed | undefined {
		if (!mayBeRecorded(text)) return undefined;
		const file = realPath(path);
		if (isLibraryFile(file) || this.#options.exclude?.(file) === true) return undefined;
		try {
			const transformed = transform(text, file, { ...this.#options, ...how, kinds: this.#kinds });
			if (transformed?.moduleName !== undefined) this.#claim(transformed.moduleName, file);
			return transformed;
		} catch (error) {
			if (!(error instanceof NamesakeError) || error.code !== "SOURCE_UNAVAILABLE") throw error;
			warn(`namesake skipped ${file}, so its exports have no names. ${toErrorSummary(error)}`);
			return undefined;
		}
	}

	#claim(moduleName: string, file: string): void {
		const other = this.#names.get(moduleName) ?? file;
		// While a development server runs, one file may take the place of another.
		if (other !== file && existsSync(other)) throw twoFiles(moduleName, [other, file]);
		this.#names.set(moduleName, file);
	}
}

function twoFiles(moduleName: string, files: readonly string[]): NamesakeError {
	return new NamesakeError("DUPLICATE_NAME", {
		asked: moduleName,
		where: files.map((file) => ({ file, line: 1, column: 1 })),
		why: "two files in the bundle have this module name",
		fix: "import only one of them, or rename one; a source file and its built output have the same name",
	});
}
