import { Buffer } from "node:buffer";
import type { SourceMap } from "node:module";
import { URL } from "node:url";
import type { Place } from "../base/errors.ts";
import { fileOrUrl, hrefOf } from "../base/file-url.ts";
import { withoutPrototypes } from "../base/own.ts";
import { builtin } from "../base/runtime.ts";
import { lineStarts, lineText, positionAt } from "../source/lines.ts";
import type { Script } from "./script.ts";

/** The place of an offset as its author knows it: in the source, if there is a source map that tells, else in the script. */
export function placeOf(script: Script, offset: number): Place {
	const starts = lineStarts(script.source);
	const { line, column } = positionAt(starts, offset);
	const query = /^file:[^?#]*([?#].*)$/s.exec(script.url)?.[1] ?? "";
	const original = originalPlace(script, line, column);
	return {
		...(original ?? {
			line: line + 1,
			column: column + 1,
			text: lineText(script.source, starts, line),
		}),
		file: `${original?.file ?? fileOrUrl(script.url)}${query}`,
	};
}

function originalPlace(script: Script, line: number, column: number): Place | undefined {
	try {
		const entry = sourceMapOf(script)?.findEntry(line, column);
		if (entry === undefined || !("originalSource" in entry) || !entry.originalSource) return undefined;
		const file = resolveSource(entry.originalSource, script);
		return {
			file,
			line: entry.originalLine + 1,
			column: entry.originalColumn + 1,
			text: readLine(file, entry.originalLine),
		};
	} catch {
		// A map that says what is no map, or no address, tells nothing.
		return undefined;
	}
}

const maps = new WeakMap<Script, SourceMap | null>();

function sourceMapOf(script: Script): SourceMap | undefined {
	let map = maps.get(script);
	if (map === undefined) {
		map = readSourceMap(script) ?? null;
		maps.set(script, map);
	}
	return map ?? undefined;
}

const sources = new WeakMap<Script, number>();

/** From how many sources a script was made, as its source map says; 0 if it has none that can be read. */
export function sourcesOf(script: Script): number {
	let count = sources.get(script);
	if (count === undefined) {
		count = countSources(script);
		sources.set(script, count);
	}
	return count;
}

function countSources(script: Script): number {
	try {
		const map = withoutPrototypes(JSON.parse(readPayload(script) ?? "{}")) as { sources?: unknown; sections?: unknown };
		// An index map puts maps together: https://tc39.es/ecma426/#sec-index-source-map
		if (Array.isArray(map.sections)) return map.sections.length;
		return Array.isArray(map.sources) ? new Set(map.sources.filter((source) => typeof source === "string")).size : 0;
	} catch {
		return 0;
	}
}

/** An inline map, or a file next to the script. A map at another address is not fetched. */
function readSourceMap(script: Script): SourceMap | undefined {
	try {
		const payload = readPayload(script);
		return payload === undefined ? undefined : new (builtin("node:module").SourceMap)(JSON.parse(payload));
	} catch {
		// A map that is missing or broken tells nothing: places are then those of the script itself.
		return undefined;
	}
}

function readPayload(script: Script): string | undefined {
	if (script.sourceMapUrl === "") return undefined;
	const url = new URL(script.sourceMapUrl, script.url);
	if (url.protocol === "file:") return readRegular(builtin("node:url").fileURLToPath(url));
	const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(script.sourceMapUrl);
	if (inline === null) return undefined;
	const [, base64, data = ""] = inline;
	return base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, "base64").toString("utf8");
}

function resolveSource(source: string, script: Script): string {
	const base = script.sourceMapUrl.startsWith("data:") ? script.url : new URL(script.sourceMapUrl, script.url).href;
	return fileOrUrl(new URL(hrefOf(source), base).href);
}

/** In bytes. */
const MAX_FILE = 200_000_000;

/** A device or a pipe could be read for ever, and a path that begins with two backslashes leads to another machine. */
function readRegular(file: string): string | undefined {
	if (file.startsWith("\\\\")) return undefined;
	const stat = builtin("node:fs").statSync(file);
	return stat.isFile() && stat.size <= MAX_FILE ? builtin("node:fs").readFileSync(file, "utf8") : undefined;
}

/** A map may name any path, of a device or of a secret: only a file that may be a program is read. */
function readLine(file: string, line: number): string | undefined {
	if (!/\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx)$/.test(file)) return undefined;
	try {
		const text = readRegular(file);
		return text === undefined ? undefined : lineText(text, lineStarts(text), line);
	} catch {
		return undefined;
	}
}
