/**
 * Puts the modules that `import "namesake"` loads at once into one file, dist/core.js: Node's loader of ES modules takes 0.4 ms for each.
 * Every module keeps a file that has its name and its exports, so that whoever imports it, as tests do, has the one copy that there is;
 * what is published does without those that only tests need (`files` in package.json).
 *
 * `node scripts/bundle.mjs <from> <to>` reads what the compiler has made, and writes what is shipped; with `maps`, source maps to what
 * the maps in <from> lead to.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import MagicString from "magic-string";
import { parseSync, Visitor } from "oxc-parser";
import { rollup } from "rollup";

/** The module whose imports are put together, and theirs, and the file that they become; it is where they can look for others beside them. */
const ENTRY = "index.js";
const CORE = "core";

/**
 * Dependencies that become a part of the core, by the module that is taken: what is so small is not worth a file to look for.
 * @type {Readonly<Record<string, string>>}
 */
const INLINED = { "fastest-levenshtein": "esm/mod.js" };

/**
 * The plugin puts the text of this file into bundles, and the preload imports it: it stays a file of its own. The core has a copy of it, as those
 * bundles have: they all share what it keeps in the global object.
 */
const ALONE = "registry/record.js";
const COPY = "?copy";

const [from = "", to = ""] = argv.slice(2).map((folder) => resolve(folder));
/** In one order everywhere: that of the modules in the core follows it. */
const files = readdirSync(from, { recursive: true, encoding: "utf8" })
	.filter((file) => file.endsWith(".js"))
	.map((file) => file.split(sep).join("/"))
	.sort();

const core = importedBy(join(from, ENTRY));
for (const file of [ENTRY, ALONE]) core.delete(join(from, file));

const bundle = await rollup({
	input: Object.fromEntries(files.map((file) => [file.slice(0, -".js".length), join(from, file)])),
	external: (id, importer = "") => /^[^./\0]/.test(id) && !(core.has(importer) && (isBuiltin(id) || id in INLINED)),
	treeshake: false,
	plugins: [inlined(), builtins(), compiled()],
	onLog(level, log) {
		// The compiler's helper for computed imports asks for a `this` that is not there.
		if (level === "warn" && log.code !== "THIS_IS_UNDEFINED") throw new Error(log.message);
	},
});
await bundle.write({
	dir: to,
	chunkFileNames: "[name].js",
	manualChunks: (id) => (core.has(id) ? CORE : undefined),
	banner: ({ name }) => (name === CORE ? licences() : ""),
	generatedCode: "es2015",
	hoistTransitiveImports: false,
	minifyInternalExports: false,
	sourcemap: argv[4] === "maps",
	plugins: [compact()],
});

/**
 * A file and what it imports at once, and what that does.
 * @param {string} file
 * @param {Set<string>} found
 */
function importedBy(file, found = new Set()) {
	if (found.has(file)) return found;
	found.add(file);
	const { staticImports, staticExports } = parseSync(file, readFileSync(file, "utf8")).module;
	for (const { moduleRequest } of [...staticImports, ...staticExports.flatMap(({ entries }) => entries)])
		if (moduleRequest?.value.startsWith(".")) importedBy(join(dirname(file), moduleRequest.value), found);
	return found;
}

/** @returns {import("rollup").Plugin} */
function inlined() {
	return {
		name: "inlined",
		resolveId(id, importer = "") {
			const file = INLINED[id];
			return file === undefined || !core.has(importer) ? undefined : join(packageFolder(id), file);
		},
	};
}

/** @param {string} name */
function packageFolder(name) {
	return fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
}

/** What the licences of the inlined dependencies ask for. */
function licences() {
	const texts = Object.keys(INLINED).map((name) => {
		const folder = packageFolder(name);
		const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
		if (file === undefined) throw new Error(`${name} has no text of its licence`);
		return `${name}\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
	});
	return `/*!\n * ${texts.join("\n\n").replaceAll("\n", "\n * ").replaceAll(/ +$/gm, "")}\n */`;
}

/**
 * What the core uses of Node, it does not import: Node makes an ES module of each for that, and reads all its getters; those of `node:fs`
 * load the streams.
 * @returns {import("rollup").Plugin}
 */
function builtins() {
	return {
		name: "builtins",
		resolveId: (id, importer = "") => (isBuiltin(id) && core.has(importer) ? `\0${id}` : undefined),
		load: (id) =>
			id.startsWith("\0node:")
				? {
						code: `export default globalThis.process.getBuiltinModule(${JSON.stringify(id.slice(1))});`,
						syntheticNamedExports: true,
					}
				: undefined,
	};
}

/**
 * The compiler's files, with their maps if there are any.
 * @returns {import("rollup").Plugin}
 */
function compiled() {
	return {
		name: "compiled",
		resolveId(id, importer = "") {
			const file = join(dirname(importer), id);
			return core.has(importer) && file === join(from, ALONE) ? file + COPY : undefined;
		},
		load(id) {
			const file = id.replace(COPY, "");
			if (!file.startsWith(from)) return undefined;
			const map = existsSync(`${file}.map`) ? JSON.parse(readFileSync(`${file}.map`, "utf8")) : null;
			return { code: readFileSync(file, "utf8"), map };
		},
	};
}

/**
 * Comments and indentation are a third of a file, and Node reads them whenever a program starts. Names and lines stay: they are what a stack
 * shows. Comments within `import()` are for bundlers.
 * @returns {import("rollup").Plugin}
 */
function compact() {
	return {
		name: "compact",
		renderChunk(code, { name }) {
			if (name !== CORE) return null;
			const text = new MagicString(code);
			const { comments, program } = parseSync("chunk.js", code);
			new Visitor({
				TemplateElement({ value }) {
					if (value.raw.includes("\n")) throw new Error(`a template of several lines: ${value.raw}`);
				},
			}).visit(program);
			for (const { index, 0: spaces } of code.matchAll(/^(?: {4})+/gm))
				text.update(index, index + spaces.length, "\t".repeat(spaces.length / 4));
			for (const { start, end, value } of comments) {
				if (/webpackIgnore|turbopackIgnore|@vite-ignore|^!/.test(value)) continue;
				const line = code.lastIndexOf("\n", start) + 1;
				const isAlone = code.slice(line, start).trim() === "" && code[end] === "\n";
				text.remove(isAlone ? line : start, isAlone ? end + 1 : end);
			}
			return { code: text.toString(), map: text.generateMap({ hires: true }) };
		},
	};
}
