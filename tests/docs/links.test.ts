import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { it } from "node:test";
import { documents, readDocument } from "./documents.ts";

// Every relative link in a document leads to a file, and its fragment to a heading of that file.

const root = process.cwd();
const LINKING = [
	...documents,
	"CONTRIBUTING.md",
	"CHANGELOG.md",
	"SECURITY.md",
	"bench/README.md",
	"examples/thumbnails/README.md",
];

for (const document of LINKING)
	it(`${document}: every link leads somewhere`, () => {
		const broken = linksIn(readDocument(document)).filter(({ target }) => !exists(document, target));
		assert.deepEqual(
			broken.map(({ line, target }) => `${document}:${line}: ${target}`),
			[],
		);
	});

it("every page below docs/ is in its index", () => {
	const linked = linksIn(readDocument("docs/README.md")).map(({ target }) => `docs/${target.split("#")[0]}`);
	assert.deepEqual(
		documents.filter((path) => path.startsWith("docs/") && path !== "docs/README.md" && !linked.includes(path)),
		[],
	);
});

interface Link {
	readonly line: number;
	readonly target: string;
}

function linksIn(markdown: string): Link[] {
	const found: Link[] = [];
	let isCode = false;
	for (const [index, text] of markdown.split("\n").entries()) {
		if (text.startsWith("```")) isCode = !isCode;
		if (isCode) continue;
		for (const [, target = ""] of text.replaceAll(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g))
			if (!/^[a-z]+:/.test(target)) found.push({ line: index + 1, target });
	}
	return found;
}

function exists(document: string, target: string): boolean {
	const [path = "", fragment] = target.split("#");
	const file = path === "" ? document : posix.join(posix.dirname(document), path);
	if (!existsSync(join(root, file))) return false;
	return fragment === undefined || anchorsIn(readDocument(file)).has(fragment);
}

/** The fragments that GitHub gives to headings: https://github.com/gjtorikian/html-pipeline, `TableOfContentsFilter`. */
function anchorsIn(markdown: string): Set<string> {
	const anchors = new Set<string>();
	let isCode = false;
	for (const text of markdown.split("\n")) {
		if (text.startsWith("```")) isCode = !isCode;
		const heading = isCode ? undefined : /^#{1,6} (.+)$/.exec(text)?.[1];
		if (heading === undefined) continue;
		const slug = heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, "")
			.replaceAll(" ", "-");
		let anchor = slug;
		for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
		anchors.add(anchor);
	}
	return anchors;
}
