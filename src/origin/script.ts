import { hrefOf } from "../base/file-url.ts";
import { inspector, nextScriptId } from "./inspector.ts";

/** One compiled piece of source, as V8 runs it: after type stripping, a loader's transform or a bundler. */
export interface Script {
	/** The URL of the module: `file:` for CommonJS too; query and hash as the loader gave them. */
	readonly url: string;
	readonly isModule: boolean;
	/** The text that V8 has compiled; the positions that V8 gives are in it. */
	readonly source: string;
	/** What stands behind `sourceMappingURL=`, or the empty string. */
	readonly sourceMapUrl: string;
	/** SHA-256, as V8 computes it. */
	readonly hash?: string | undefined;
}

interface ParsedScript {
	readonly scriptId: string;
	readonly url: string;
	readonly isModule?: boolean;
	readonly sourceMapURL?: string;
	readonly hash?: string;
	readonly hasSourceURL?: boolean;
	/** By which URL or path Node has handed over the text; empty for a text of `eval`. */
	readonly embedderName?: string;
}

/** By V8's script id. Ids are not used twice in one process. */
const scripts = new Map<string, Script>();
/** The same, by their URLs: a look-up may not take longer for every module that is loaded. */
const byUrl = new Map<string, Set<Script>>();

/** @returns the script of a `[[FunctionLocation]]`, or undefined if V8 has dropped it or can't be asked. */
export function scriptById(id: string): Script | undefined {
	if (!scripts.has(id)) refresh((script) => script.scriptId === id);
	return scripts.get(id);
}

/**
 * The scripts that were loaded from a URL. There is more than one when a CommonJS module was dropped from the cache and
 * loaded again, or when a loader has made an ES module and a CommonJS module of one file.
 *
 * @param url as a stack frame gives it: a URL, or the path of a CommonJS module.
 */
export function scriptsByUrl(url: string, hash?: string): readonly Script[] {
	const href = hrefOf(url);
	const isModule = /^[a-z][a-z\d+.-]+:/i.test(url);
	const find = () => {
		const all = [...(byUrl.get(href) ?? [])].filter(
			(script) => hash === undefined || script.hash === undefined || script.hash === hash,
		);
		const same = all.filter((script) => script.isModule === isModule);
		// Jest calls ES modules by their paths.
		return same.length > 0 || isModule ? same : all;
	};
	const known = find();
	if (known.length > 0) return known;
	refresh((script) => script.url === href);
	return find();
}

/** The files of all modules that are loaded now, outside the runtime itself. */
export function loadedUrls(): Set<string> {
	return new Set(urlsSoFar());
}

/**
 * The URLs of all modules that are loaded, those first that are known already: V8 is asked only if whoever looks through them has not
 * found among these what it is looking for.
 */
export function* urlsSoFar(): Generator<string> {
	yield* byUrl.keys();
	renewList();
	yield* listed.urls;
	yield* byUrl.keys();
}

/** The files of the last list, and the id that came next, if somebody has looked. */
let listed: { readonly urls: ReadonlySet<string>; next: number } = { urls: new Set(), next: Number.NaN };

/** Asks for the list only if V8 has compiled something since: it is as long as the program is large, and a server may be asked for many wrong names. */
function renewList(): void {
	if (inspector() instanceof Error) return;
	const next = nextScriptId();
	const isSame = next === listed.next + 1;
	if (!isSame) {
		refresh(() => false);
		// After the debugger was enabled, the first two questions make V8 compile something of its own.
		for (let times = 0; times < 2; times++) nextScriptId();
	}
	listed.next = isSame ? next : nextScriptId();
}

/**
 * Reads the list of scripts, and the text of those that are wanted or are the project's own: the text can be had only
 * while the debugger is enabled, and enabling it costs milliseconds, so once for all that is likely to be asked for.
 */
function refresh(isWanted: (script: ParsedScript) => boolean): void {
	const session = inspector();
	if (session instanceof Error) return;
	const found: ParsedScript[] = [];
	const listener = (message: { params: unknown }) => {
		found.push(message.params as ParsedScript);
	};
	session.on("Debugger.scriptParsed", listener);
	try {
		session.post("Debugger.enable");
		forget(found);
		for (const script of found) {
			if (scripts.has(script.scriptId)) continue;
			if (!isWanted(script) && !isOwn(script.url)) continue;
			const { scriptSource } = session.post("Debugger.getScriptSource", { scriptId: script.scriptId }) as {
				scriptSource: string;
			};
			add(script.scriptId, {
				url: hrefOf(urlOf(script)),
				isModule: script.isModule === true,
				source: scriptSource,
				sourceMapUrl: partOf(scriptSource, script.sourceMapURL ?? ""),
				hash: script.hash,
			});
		}
	} finally {
		session.off("Debugger.scriptParsed", listener);
		session.post("Debugger.disable");
		const urls = new Set(found.flatMap(({ url }) => (url.startsWith("file:") ? [url] : [])));
		listed = { urls, next: Number.NaN };
	}
}

/**
 * `//# sourceURL=` gives a text of `eval` the URL of whatever it says, and Node writes it below TypeScript of which it has stripped the types. Hooks may
 * have changed either.
 */
function urlOf({ url, hasSourceURL, embedderName = "" }: ParsedScript): string {
	return hasSourceURL === true ? embedderName : url;
}

/**
 * V8 drops a script of which no function is left; what was read of it stays useful, for the instances that it has made. Not so
 * that of a module that is loaded again and again: each time with another query, or after it was taken out of `require.cache`.
 */
function forget(live: readonly ParsedScript[]): void {
	const ids = new Set(live.map((script) => script.scriptId));
	for (const [id, script] of scripts) {
		if (ids.has(id)) continue;
		const same = byUrl.get(script.url);
		if (!/[?#]/.test(script.url) && same?.size === 1) continue;
		scripts.delete(id);
		same?.delete(script);
		if (same?.size === 0) byUrl.delete(script.url);
	}
}

/** A map that is written into the text is most of it: the engine keeps it once if it is a piece of that. */
function partOf(text: string, sourceMapUrl: string): string {
	const at = text.lastIndexOf(sourceMapUrl);
	return at === -1 ? sourceMapUrl : text.slice(at, at + sourceMapUrl.length);
}

function add(id: string, script: Script): void {
	scripts.set(id, script);
	const same = byUrl.get(script.url);
	if (same === undefined) byUrl.set(script.url, new Set([script]));
	else same.add(script);
}

function isOwn(url: string): boolean {
	return url.startsWith("file:") && !url.includes("/node_modules/");
}
