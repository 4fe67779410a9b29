import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, sep } from "node:path";
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

	it("holds compiled code, its types, the texts about it and the page that errors link to, and nothing else", () => {
		const texts = ["CHANGELOG.md", "LICENSE", "README.md", "docs/reference/errors.md", "package.json"].filter((file) =>
			existsSync(join(root, file)),
		);
		assert.deepEqual(paths.filter((path) => !/^dist\/.+\.(?:c?js|d\.ts)$/.test(path)).sort(), texts);
	});

	it("has types for each source, and a source for each file but the one that holds many modules", () => {
		const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((path) =>
			path.endsWith(".ts"),
		);
		const named = sources.map((path) => `dist/${path.split(sep).join("/").slice(0, -".ts".length)}`);
		const typed = paths.filter((path) => path.endsWith(".d.ts")).map((path) => path.slice(0, -".d.ts".length));
		assert.deepEqual(typed.sort(), named.sort());
		const compiled = paths.filter((path) => path.endsWith(".js")).map((path) => path.slice(0, -".js".length));
		assert.deepEqual(
			compiled.filter((path) => !named.includes(path)),
			["dist/core"],
		);
	});

	it("has no file that only tests need: each is loaded by something that package.json points to", async () => {
		const loaded = new Set(["package.json"]);
		const waiting = [manifest.exports, manifest.bin].flatMap(stringsIn).map((target) => posix.normalize(target));
		for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
			if (loaded.has(path)) continue;
			loaded.add(path);
			const text = await readFile(join(root, path), "utf8");
			for (const specifier of [...specifiersIn(path, text), ...urlsIn(text)])
				if (specifier.startsWith(".")) waiting.push(posix.join(posix.dirname(path), specifier));
		}
		const others = paths.filter((path) => /\.c?js$/.test(path) && !loaded.has(path));
		const isOfTypes = (path: string) =>
			parseSync(path, readFileSync(join(root, path), "utf8")).program.body.every(
				(statement) =>
					statement.type === "ExportNamedDeclaration" &&
					statement.declaration === null &&
					statement.specifiers.length === 0,
			);
		assert.deepEqual(
			others.filter((path) => !isOfTypes(path)),
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
			const text = await readFile(join(root, path), "utf8");
			for (const specifier of [...specifiersIn(path, text), ...urlsIn(text)])
				if (!isKnown(specifier, posix.dirname(path))) strangers.push(`${path}: ${specifier}`);
		}
		assert.deepEqual(strangers, []);
	});

	it("throws from short lines: Node prints the whole line of an error that nobody catches", async () => {
		for (const path of paths.filter((path) => path.endsWith(".js")))
			for (const line of (await readFile(join(root, path), "utf8")).split("\n"))
				assert.ok(line.length <= 200 || !/\bthrow\b|\bnew \w*Error\(/.test(line), `${path}: ${line}`);
	});

	it("points to no source map, because it ships no sources", async () => {
		for (const path of paths.filter((path) => path.endsWith(".js")))
			assert.doesNotMatch(await readFile(join(root, path), "utf8"), /^\/\/# sourceMappingURL=/m, path);
	});
});

describe("the supply chain", () => {
	const own: {
		scripts: Record<string, string>;
		devDependencies: Record<string, string>;
		allowScripts: Record<string, boolean>;
	} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
	const installed = Object.entries(lock.packages).filter(([path]) => path !== "");

	it("runs nothing when it is installed", () => {
		const atInstall = /^(?:(?:pre|post)?install|(?:pre|post)?prepare|prepublish|dependencies)$/;
		assert.deepEqual(
			Object.keys(own.scripts).filter((name) => atInstall.test(name)),
			[],
		);
		const withScript = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
		const atRunTime = withScript.filter(
			([, { dev, devOptional, peer, optional }]) => !dev && !devOptional && !peer && !optional,
		);
		assert.deepEqual(
			atRunTime.map(([path]) => path),
			[],
		);
	});

	it("has no dependency from elsewhere than the registry, and a hash of each that is needed on every system", () => {
		const elsewhere = installed.filter(
			([, { resolved, link }]) =>
				link === true || (resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved)),
		);
		assert.deepEqual(
			elsewhere.map(([path]) => path),
			[],
		);
		const unchecked = installed.filter(([, { integrity, optional }]) => !optional && !integrity?.startsWith("sha512-"));
		assert.deepEqual(
			unchecked.map(([path]) => path),
			[],
		);
	});

	it("has a reason for each dependency in CONTRIBUTING.md, and none too many", () => {
		const section =
			readFileSync(join(root, "CONTRIBUTING.md"), "utf8").split("\n## Dependencies\n")[1]?.split("\n## ")[0] ?? "";
		const tables = section.split("\n\n").filter((part) => part.startsWith("|"));
		const named = tables.map((table) =>
			table
				.split("\n")
				.slice(2)
				.flatMap((row) => (row.split("|")[1] ?? "").split(",").map((name) => name.trim()))
				.sort(),
		);
		const { dependencies, peerDependencies = {} } = manifest;
		assert.deepEqual(
			named,
			[dependencies, own.devDependencies, peerDependencies].map((list) => Object.keys(list).sort()),
		);
	});
});

interface Locked {
	readonly resolved?: string;
	readonly integrity?: string;
	readonly link?: boolean;
	readonly hasInstallScript?: boolean;
	readonly dev?: boolean;
	readonly devOptional?: boolean;
	readonly optional?: boolean;
	readonly peer?: boolean;
}

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

/** What is opened by a path of its own, such as what a thread runs. */
function urlsIn(text: string): string[] {
	return [...text.matchAll(/new URL\("(\.[^"]+\.c?js)", import\.meta\.url\)/g)].map(([, url = ""]) => url);
}

function packageOf(specifier: string): string {
	return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
