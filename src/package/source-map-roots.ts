import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { OutputRoot } from "./output-root.ts";
import type { Package } from "./package.ts";
import { isFile, isInside, realPath, relativePosix, stemOf } from "./path.ts";

/** What the source maps of a package's entry files say about its outputs, when no setting says it. */
export function sourceMapRoots(pkg: Package): OutputRoot[] {
	const { main, module, bin, exports } = pkg.manifest;
	const entries = new Set([main, module, bin, exports].flatMap(stringsOf));
	return [...entries].flatMap((entry) => {
		const file = join(pkg.dir, entry);
		const source = entry.includes("*") || !isInside(pkg.dir, file) || !isFile(file) ? undefined : onlySourceOf(file);
		if (source === undefined || !isInside(pkg.dir, source)) return [];
		return withoutCommonEnd(relativePosix(pkg.dir, file), relativePosix(pkg.dir, source));
	});
}

function stringsOf(value: unknown): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** `dist/jobs/a.js` and `src/jobs/a.ts` have `dist` and `src` before what they have in common. */
function withoutCommonEnd(output: string, source: string): OutputRoot[] {
	const outputs = stemOf(output).split("/");
	const sources = stemOf(source).split("/");
	let common = 0;
	while (common < Math.min(outputs.length, sources.length) && outputs.at(-1 - common) === sources.at(-1 - common))
		common++;
	const root = {
		output: outputs.slice(0, outputs.length - common).join("/"),
		source: sources.slice(0, sources.length - common).join("/"),
	};
	// A bundle has the name of no source.
	if (common === 0 || root.output === root.source) return [];
	return [{ ...root, withoutSource: root.output === "" ? "no" : "yes" }];
}

function onlySourceOf(file: string): string | undefined {
	try {
		const map: unknown = JSON.parse(mapTextOf(file));
		const { sources, sourceRoot } = map as { sources?: unknown; sourceRoot?: unknown };
		if (!Array.isArray(sources) || sources.length !== 1 || typeof sources[0] !== "string") return undefined;
		const source: string = sources[0];
		if (source.startsWith("file:")) return realPath(fileURLToPath(source));
		if (/^[a-z][a-z\d+.-]+:/i.test(source)) return undefined;
		return realPath(resolve(dirname(file), typeof sourceRoot === "string" ? sourceRoot : "", source));
	} catch {
		// A source map is a hint here: a file without a readable one tells nothing.
		return undefined;
	}
}

function mapTextOf(file: string): string {
	if (isFile(`${file}.map`)) return readFileSync(`${file}.map`, "utf8");
	const url = /[#@] sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
	const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url);
	if (inline === null) {
		const path = resolve(dirname(file), decodeURIComponent(url));
		// A device or a pipe could be read for ever.
		return isFile(path) ? readFileSync(path, "utf8") : "";
	}
	const [, base64, data = ""] = inline;
	return base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, "base64").toString("utf8");
}
