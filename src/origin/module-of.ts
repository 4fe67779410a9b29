import { builtin } from "../runtime.ts";
import { lineStarts, offsetAt } from "../source/lines.ts";
import { type ModuleSource, readModule } from "../source/module-source.ts";
import type { Language } from "../source/parse.ts";
import { inspector } from "./inspector.ts";
import { hrefOf, type Script, scriptsByUrl } from "./script.ts";

/** A script with what its text says. */
export interface ScriptModule {
	readonly script: Script;
	readonly source: ModuleSource;
	readonly starts: readonly number[];
}

const modules = new WeakMap<Script, ScriptModule>();

/** Reads a script's text, once. */
export function moduleOfScript(script: Script): ScriptModule {
	let module = modules.get(script);
	if (module === undefined) {
		module = {
			script,
			source: readModule(script.source, languageOf(script), script.isModule ? "module" : "commonjs"),
			starts: lineStarts(script.source),
		};
		modules.set(script, module);
	}
	return module;
}

/** What V8 runs is JavaScript; a text from the disk is what its file is. */
function languageOf(script: Script): Language {
	const language = /\.[mc]?(ts|js)x?$/.exec(script.url)?.[1];
	return fromDisk.has(script) && language === "ts" ? "ts" : "js";
}

const fromDisk = new WeakSet<Script>();
const diskScripts = new Map<string, Script>();

/**
 * The module that a stack frame is of, or undefined if that can't be told.
 *
 * @param file as the frame names it: a URL for an ES module, a path for a CommonJS module.
 */
export function moduleOfFrame(file: string): ScriptModule | undefined {
	const [script, ...others] = inspector() instanceof Error ? readFromDisk(file) : scriptsByUrl(file);
	// Loaded twice, and not from the same text: it can't be told which of them the frame is of.
	if (script === undefined || others.some((other) => other.source !== script.source)) return undefined;
	return moduleOfScript(script);
}

/** Without an inspector: the file itself, if no loader has made something else of it. */
function readFromDisk(file: string): Script[] {
	const url = hrefOf(file);
	const known = diskScripts.get(file);
	if (known !== undefined) return [known];
	if (!url.startsWith("file:") || builtin("node:module").findSourceMap(url) !== undefined) return [];
	try {
		const source = builtin("node:fs")
			.readFileSync(builtin("node:url").fileURLToPath(url), "utf8")
			.replace(/^\ufeff/, "");
		const script: Script = { url, isModule: url === file, source, sourceMapUrl: "" };
		fromDisk.add(script);
		diskScripts.set(file, script);
		return [script];
	} catch {
		return [];
	}
}

/** The offset of a 0-based position of V8. */
export function offsetIn(module: ScriptModule, line: number, column: number): number {
	return offsetAt(module.starts, line, column);
}
