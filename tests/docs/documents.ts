import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

const root = process.cwd();

/** README.md and every page below docs/, as paths with forward slashes. */
export const documents: readonly string[] = ["README.md", ...pagesBelow("docs")];

export function readDocument(path: string): string {
	return readFileSync(join(root, path), "utf8");
}

function pagesBelow(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".md"))
		.map((path) => `${folder}/${path.split(sep).join("/")}`)
		.sort();
}
