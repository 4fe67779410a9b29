import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { after, before, describe, it } from "node:test";
import { parseSync } from "oxc-parser";

// What npm would publish. Nothing is installed, and nothing is built again: `npm test` has done that.

interface Packed {
	filename: string;
	files: { path: string; size: number }[];
}

/** npm test runs at the root of the repository. */
const root = process.cwd();
const manifest: {
	exports: Record<string, unknown>;
	bin: Record<string, string>;
	dependencies: Record<string, string>;
	peerDependencies?: Record<string, string>;
} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));

describe("the packed package", () => {
	let folder: string;
	let packed: Packed;
	let paths: string[];

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), "namesake-pack-"));
		packed = pack(folder);
		paths = packed.files.map((file) => file.path);
	});
	after(() => rm(folder, { recursive: true, force: true }));

	it("is written as one tarball", () => {
		assert.ok(statSync(join(folder, packed.filename)).size > 0);
	});

	it("holds compiled code, its types and the texts about it, and nothing else", () => {
		const texts = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"].filter((file) =>
			existsSync(join(root, file)),
		);
		assert.deepEqual(paths.filter((path) => !/^dist\/.+\.(?:js|d\.ts)$/.test(path)).sort(), texts);
	});

	it("has types for each compiled file and a compiled file for each source", () => {
		const compiled = paths.filter((path) => path.endsWith(".js")).map((path) => path.slice(0, -3));
		const typed = paths.filter((path) => path.endsWith(".d.ts")).map((path) => path.slice(0, -5));
		assert.deepEqual(typed.sort(), compiled.sort());
		assert.deepEqual(
			compiled.filter((path) => !existsSync(join(root, `${path.replace(/^dist/, "src")}.ts`))),
			[],
		);
	});

	it("has every file that package.json points to", () => {
		const targets = [manifest.exports, manifest.bin].flatMap(stringsIn).map((target) => posix.normalize(target));
		assert.deepEqual(
			targets.filter((target) => !paths.includes(target)),
			[],
		);
	});

	/** Types keep the extension of the source: TypeScript finds the .d.ts beside it. */
	function isKnown(specifier: string, folder: string): boolean {
		if (!specifier.startsWith(".")) return specifier.startsWith("node:") || declared.has(packageOf(specifier));
		const path = posix.join(folder, specifier);
		return paths.includes(path) || paths.includes(path.replace(/(?<!\.d)\.ts$/, ".d.ts"));
	}

	it("imports only what it ships, what it depends on, and what Node has", async () => {
		const strangers: string[] = [];
		for (const path of paths.filter((path) => path.startsWith("dist/"))) {
			for (const specifier of specifiersIn(path, await readFile(join(root, path), "utf8")))
				if (!isKnown(specifier, posix.dirname(path))) strangers.push(`${path}: ${specifier}`);
		}
		assert.deepEqual(strangers, []);
	});

	it("points to no source map, because it ships no sources", async () => {
		for (const path of paths.filter((path) => path.endsWith(".js")))
			assert.doesNotMatch(await readFile(join(root, path), "utf8"), /^\/\/# sourceMappingURL=/m, path);
	});
});

function pack(folder: string): Packed {
	const script = process.env["npm_execpath"];
	const [command, before] = script?.endsWith("npm-cli.js") ? [process.execPath, [script]] : ["npm", []];
	const args = [...before, "pack", "--json", "--ignore-scripts", "--pack-destination", folder];
	const answer: unknown = JSON.parse(
		execFileSync(command, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
	);
	const [packed] = Object.values(answer as Record<string, Packed>);
	assert.ok(packed);
	return packed;
}

function stringsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function specifiersIn(file: string, text: string): string[] {
	const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
	const exported = staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? []));
	const literals = dynamicImports
		.map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
		.filter((expression) => /^(["'])[^"'`\\]*\1$/.test(expression))
		.map((expression) => expression.slice(1, -1));
	return [
		...[...staticImports.map(({ moduleRequest }) => moduleRequest), ...exported].map(({ value }) => value),
		...literals,
	];
}

function packageOf(specifier: string): string {
	return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
