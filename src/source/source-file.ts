import { NamesakeError, type Place } from "../base/errors.ts";
import { builtin, features } from "../base/runtime.ts";
import { packageType } from "../package/package.ts";
import { lineStarts, lineText, positionAt } from "./lines.ts";
import { type ModuleSource, readModule } from "./module-source.ts";
import { type Detail, languageOfFile } from "./parse.ts";

/** A file with what its text says. */
export interface SourceFile {
	/** Absolute path. */
	readonly file: string;
	readonly source: ModuleSource;
	/** Where its lines begin. */
	readonly starts: readonly number[];
	/**
	 * An ES module without `import` and `export`, by its extension or its package: what it assigns to `module.exports` is no export. A compiler may
	 * see it otherwise, so that this is not said of a text that one hands over.
	 */
	readonly exportsNothing?: boolean;
}

/** In UTF-16 units of text: a syntax tree takes some hundred times the memory, and what lives on costs the collector more than to read it again. */
const MAX_KEPT = 1_000_000;

/** Reads files as text only, and keeps what was read last. */
export class SourceFiles {
	readonly #detail: Detail;
	readonly #kept = new Map<string, SourceFile | undefined>();
	#length = 0;

	/** @param detail whether the types in a text are read, too. */
	constructor(detail: Detail = "values") {
		this.#detail = detail;
	}

	/** @returns undefined if the file can't be read. A text that is no program is in `source.problems`. */
	read(file: string): SourceFile | undefined {
		const isKept = this.#kept.has(file);
		const read = isKept ? this.#kept.get(file) : readSourceFile(file, this.#detail);
		this.#kept.delete(file);
		this.#kept.set(file, read);
		if (!isKept) this.#length += lengthOf(read);
		for (const [oldest, other] of this.#kept) {
			if (this.#length <= MAX_KEPT || oldest === file) break;
			this.#kept.delete(oldest);
			this.#length -= lengthOf(other);
		}
		return read;
	}
}

function lengthOf(read: SourceFile | undefined): number {
	return read?.source.text.length ?? 0;
}

function readSourceFile(file: string, detail: Detail): SourceFile | undefined {
	let text: string;
	try {
		text = builtin("node:fs").readFileSync(file, "utf8");
	} catch {
		return undefined;
	}
	const read = sourceFileOf(file, text.replace(/^\ufeff/, ""), detail);
	return exportsNothing(read) ? { ...read, exportsNothing: true } : read;
}

function exportsNothing({ file, source }: SourceFile): boolean {
	if (features.commonJsByText || source.exports.isModule || !/\b(?:module|exports)\b/.test(source.text)) return false;
	// TypeScript may be compiled to either.
	if (file.endsWith(".mjs")) return true;
	try {
		return file.endsWith(".js") && packageType(file) === "module";
	} catch {
		// A package.json that is none: whoever names the module says so.
		return false;
	}
}

/** A file with another text than the disk has, or may have. */
export function sourceFileOf(file: string, text: string, detail: Detail): SourceFile {
	const source = readText(text, file, detail);
	return { file, source, starts: lineStarts(source.text) };
}

/**
 * A text with `import` or `export` is an ES module to whatever compiles it, in a CommonJS package too. What can't be read as
 * one may still be a CommonJS script: `return` at the top level, `with`, `await` as a name.
 */
function readText(text: string, file: string, detail: Detail): ModuleSource {
	const asModule = readModule(text, languageOfFile(file), "module", detail);
	if (asModule.problems.length === 0 || asModule.exports.isModule || /\.m[jt]s$/.test(file)) return asModule;
	const asScript = readModule(text, languageOfFile(file), "commonjs", detail);
	return asScript.problems.length === 0 ? asScript : asModule;
}

/** The place of an offset, with the text of its line. */
export function placeAt({ file, source, starts }: SourceFile, offset: number): Place {
	const { line, column } = positionAt(starts, offset);
	return { file, line: line + 1, column: column + 1, text: lineText(source.text, starts, line) };
}

/** What is wrong with a text that is no program; undefined if it is one. */
export function syntaxError(sourceFile: SourceFile): NamesakeError | undefined {
	const [problem] = sourceFile.source.problems;
	if (problem === undefined) return undefined;
	return new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: sourceFile.file,
		where: placeAt(sourceFile, problem.offset),
		why: `it has a syntax error: ${problem.message}`,
		fix: "correct the syntax error",
	});
}
