import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { createFixture, type FileTree, type FsFixture } from "fs-fixture";
import { documents, readDocument } from "./documents.ts";
import { sectionsOf } from "./markdown.ts";

// The compiler accepts the TypeScript of the documents and of examples/.

const root = process.cwd();
const LINKS = {
	"node_modules/namesake": root,
	"node_modules/@types/node": join(root, "node_modules/@types/node"),
	...Object.fromEntries(
		["bullmq", "piscina", "sharp", "node-sqlite3-wasm", "cli-progress", "@types/cli-progress"].map((name) => [
			`node_modules/${name}`,
			join(root, "node_modules", name),
		]),
	),
};
const OPTIONS = {
	module: "nodenext",
	target: "es2023",
	lib: ["es2023"],
	types: ["node"],
	strict: true,
	erasableSyntaxOnly: true,
	allowImportingTsExtensions: true,
	skipLibCheck: true,
	noEmit: true,
};

describe("the types of examples", { concurrency: 2 }, () => {
	it("README.md and docs/", async () => {
		const tree: FileTree = { "tsconfig.json": JSON.stringify({ compilerOptions: OPTIONS, include: ["**/*.ts"] }) };
		for (const document of documents)
			for (const { line, files } of sectionsOf(readDocument(document)))
				if ([...files.keys()].some((file) => file.endsWith(".ts")))
					tree[`${document}/line-${line}`] = { "package.json": '{ "type": "module" }', ...Object.fromEntries(files) };
		await using fixture = await createFixture({ ...tree, ...links() });
		assert.equal(await complaints(fixture, "."), "");
	});

	it("examples/", async () => {
		await using fixture = await createFixture(links());
		const filter = (path: string) => !path.includes(join("examples", "node_modules"));
		await cp(join(root, "examples"), fixture.getPath("examples"), { recursive: true, filter });
		assert.equal(await complaints(fixture, "examples"), "");
		assert.equal(await complaints(fixture, "examples/thumbnails"), "");
	});
});

function links(): FileTree {
	return Object.fromEntries(
		Object.entries(LINKS).map(([path, target]) => [path, (file) => file.symlink(target, "junction")]),
	);
}

async function complaints(fixture: FsFixture, project: string): Promise<string> {
	const tsc = join(root, "node_modules/typescript/bin/tsc");
	const args = [tsc, "-p", project, "--pretty", "false"];
	const run = promisify(execFile)(process.execPath, args, { cwd: fixture.path });
	const { stdout } = await run.catch((error: { stdout: string }) => error);
	return stdout;
}
