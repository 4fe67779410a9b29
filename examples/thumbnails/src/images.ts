import { readdir } from "node:fs/promises";
import { extname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Image } from "./thumbnail.ts";

const EXTENSIONS = new Set([".avif", ".gif", ".jpeg", ".jpg", ".png", ".tiff", ".webp"]);

/** The images that the command line asks for: `[folder] [folder for thumbnails] [--width pixels]`. */
export async function imagesToDo(): Promise<Image[]> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { width: { type: "string", default: "200" } },
	});
	const [from = "images", to = "thumbnails"] = positionals.map((path) => resolve(path));
	const width = Number(values.width);
	if (!Number.isInteger(width) || width < 1) throw new RangeError(`--width is a number of pixels, not ${values.width}`);
	const files = await readdir(from, { recursive: true, withFileTypes: true });
	return files
		.filter((file) => file.isFile() && EXTENSIONS.has(extname(file.name).toLowerCase()))
		.map((file) => join(file.parentPath, file.name))
		.sort()
		.map((input) => ({ input, output: join(to, `${relative(from, input)}.webp`), width }));
}
