import type { SourceMap } from "node:module";
import { fileOrUrl, hrefOf } from "../base/file-url.ts";
import { builtin, features } from "../base/runtime.ts";
import { mapToItself } from "../hosts/tsx.ts";
import { lineStarts, offsetAt } from "../source/lines.ts";
import { type ModuleSource, readModule } from "../source/module-source.ts";
import type { Language } from "../source/node.ts";
import { languageOfFile } from "../source/parse.ts";
import type { Frame } from "./call-site.ts";
import { type Script, scriptsByUrl } from "./script.ts";

/**
 * A script with what its text says. The tree of a text takes some fifty times its memory, so that it is not kept for ever: within one
 * synchronous piece of work it is always the same one, later it may be another. Who keeps an answer keeps offsets, not nodes.
 */
export interface ScriptModule {
	readonly script: Script;
	readonly source: ModuleSource;
	readonly starts: readonly number[];
	/** Leads from V8's positions to those of the text, where the text is not what V8 has run but what that was made from. */
	readonly map?: SourceMap | undefined;
}

const modules = new WeakMap<Script, ScriptModule>();

/** Reads a script's text, once. */
export function moduleOfScript(script: Script): ScriptModule {
	let module = modules.get(script);
	if (module === undefined) {
		module = new ReadModule(script, "js");
		modules.set(script, module);
	}
	return module;
}

interface Reading {
	readonly source: ModuleSource;
	readonly starts: readonly number[];
}

class ReadModule implements ScriptModule {
	readonly script: Script;
	readonly map: SourceMap | undefined;
	readonly #language: Language;
	/** JavaScript keeps alive what was looked at by such a reference until the synchronous work that did so ends. */
	#reading: WeakRef<Reading> | undefined;

	constructor(script: Script, language: Language, map?: SourceMap) {
		this.script = script;
		this.map = map;
		this.#language = language;
	}

	get source(): ModuleSource {
		return this.#read().source;
	}

	get starts(): readonly number[] {
		return this.#read().starts;
	}

	#read(): Reading {
		let reading = this.#reading?.deref();
		if (reading === undefined) {
			const { source: text, isModule } = this.script;
			const source = readModule(text, this.#language, isModule ? "module" : "commonjs");
			reading = { source, starts: lineStarts(text) };
			this.#reading = new WeakRef(reading);
		}
		return reading;
	}
}

/**
 * The module that a stack frame is of, or undefined if that can't be told.
 *
 * @param takenAt when the stack was taken, in milliseconds since the epoch.
 */
export function moduleOfFrame(
	{ file, sourceFile, scriptHash }: Pick<Frame, "file" | "sourceFile" | "scriptHash">,
	takenAt: number,
): ScriptModule | undefined {
	const [script, ...others] = scriptsByUrl(file, scriptHash);
	if (script === undefined) return moduleOfFile(file, sourceFile, takenAt);
	// Loaded twice, and not from the same text: it can't be told which of them the frame is of.
	return others.some((other) => other.source !== script.source) ? undefined : moduleOfScript(script);
}

const filesRead = new Map<string, ScriptModule | undefined>();

/** Without an inspector, or when V8 has dropped the script: the file itself, unless it was changed since. */
function moduleOfFile(file: string, sourceFile: string | undefined, takenAt: number): ScriptModule | undefined {
	if (!filesRead.has(file)) filesRead.set(file, readFile(file, sourceFile, takenAt));
	return filesRead.get(file);
}

function readFile(file: string, sourceFile: string | undefined, takenAt: number): ScriptModule | undefined {
	const url = hrefOf(file);
	const path = fileOrUrl(hrefOf(sourceFile ?? file));
	const source = url.startsWith("file:") ? readUnchanged(path, takenAt) : undefined;
	if (source === undefined) return undefined;
	const map = features.framesAreMapped ? undefined : mapToItself(path, url);
	const asModule: Script = { url, isModule: true, source, sourceMapUrl: "" };
	const asScript: Script = { ...asModule, isModule: false };
	const read = (script: Script) => new ReadModule(script, languageOfFile(path), map);
	if (features.framesTellKind) return read(url === file ? asModule : asScript);
	const running = sourceFile === undefined ? source : readUnchanged(fileOrUrl(url), takenAt);
	if (running === undefined) return undefined;
	return read(readModule(running, languageOfFile(url), "module").exports.isModule ? asModule : asScript);
}

function readUnchanged(path: string, since: number): string | undefined {
	const fs = builtin("node:fs");
	try {
		return fs.statSync(path).mtimeMs > since ? undefined : fs.readFileSync(path, "utf8").replace(/^\ufeff/, "");
	} catch {
		return undefined;
	}
}

/** The offset of a 0-based position of V8 in the text of a module; NaN if it is not in there. */
export function offsetIn(module: ScriptModule, line: number, column: number): number {
	if (module.map === undefined) return offsetAt(module.starts, line, column);
	const entry = module.map.findEntry(line, column);
	return "originalLine" in entry ? offsetAt(module.starts, entry.originalLine, entry.originalColumn) : Number.NaN;
}
