import { Buffer } from "node:buffer";
import { decode, encode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";

/** What TypeScript loaders put at the end of what they have made. https://tc39.es/ecma426/#sec-linking-inline */
const INLINE = /^\/\/# sourceMappingURL=data:application\/json[^,\n]*?(;base64)?,(\S+)/gm;

/**
 * Corrects the source map that a text carries for what was put into the text: its lines are the same, its columns are not.
 *
 * @param code the text with what was put into it, and with the map that it had before.
 * @param inserted where in the text before a place of `code` was.
 * @returns `code` as it was, if there is no map in it, or none that can be read.
 */
export function withCorrectedMap(code: string, inserted: () => SourceMapMappings): string {
	const found = [...code.matchAll(INLINE)].at(-1);
	if (found === undefined) return code;
	const [comment, base64, data = ""] = found;
	let map: { mappings?: unknown };
	try {
		map = JSON.parse(base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, "base64").toString("utf8"));
	} catch {
		return code;
	}
	if (typeof map.mappings !== "string") return code;
	const mappings = encode(shifted(decode(map.mappings), inserted()));
	const url = `data:application/json;base64,${Buffer.from(JSON.stringify({ ...map, mappings })).toString("base64")}`;
	return `${code.slice(0, found.index)}//# sourceMappingURL=${url}${code.slice(found.index + comment.length)}`;
}

function shifted(mappings: SourceMapMappings, inserted: SourceMapMappings): SourceMapMappings {
	return mappings.map((segments, line) => {
		const pieces = inserted[line] ?? [];
		return segments.map((segment) => {
			const piece = pieces.findLast((candidate) => (candidate[3] ?? 0) <= segment[0]);
			const [, ...rest] = segment;
			return [segment[0] + (piece === undefined ? 0 : piece[0] - (piece[3] ?? 0)), ...rest] as typeof segment;
		});
	});
}
