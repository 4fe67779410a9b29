/**
 * `node scripts/bundle.mjs`: writes dist/ from what the compiler wrote to .tsc/src. The modules that `import "namesake"` loads at once become one
 * file, dist/core.js: Node's loader of ES modules takes 0.4 ms for each file. Their own files only re-export what the core has, so that tests
 * import the same copy; `files` in package.json leaves them out, and the source maps.
 */
import { readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import MagicString from "magic-string";
import { parseSync, Visitor } from "oxc-parser";
import { rollup } from "rollup";
import { filesIn, read, root, writeWhole } from "./setup.mjs";

const CORE = "core";

/** A small dependency that becomes a part of the core, together with its licence. */
const INLINED = "fastest-levenshtein";
const LICENCE = `${INLINED}\n\n${read(`node_modules/${INLINED}/LICENSE.md`).trim()}`;

const from = join(root, ".tsc", "src");
const dist = join(root, "dist");
const sources = filesIn(join(root, "src")).filter((file) => /\.c?ts$/.test(file));

/**
 * The plugin puts the text of this file into bundles, and the preload imports it: it stays a file of its own. The core has a copy of it, as those
 * bundles have; all copies share their state in the global object.
 */
const ALONE = join(from, "registry", "record.js");
const COPY = "?copy";

const core = importedBy(join(from, "index.js"));
for (const file of [join(from, "index.js"), ALONE]) core.delete(file);

const bundle = await rollup({
	// One order everywhere: that of the modules in the core follows it.
	input: Object.fromEntries(
		sources
			.filter((file) => file.endsWith(".ts"))
			.map((file) => [file.slice(0, -3), join(from, file.replace(/ts$/, "js"))]),
	),
	external: (id, importer = "") => /^[^./\0]/.test(id) && !(core.has(importer) && (isBuiltin(id) || id === INLINED)),
	treeshake: false,
	plugins: [{ name: "compiled", resolveId, load }],
	onLog(level, log) {
		// The compiler's helper for computed imports asks for a `this` that is not there.
		if (level === "warn" && log.code !== "THIS_IS_UNDEFINED") throw new Error(log.message);
	},
});
const { output } = await bundle.generate({
	dir: dist,
	chunkFileNames: "[name].js",
	manualChunks: (id) => (core.has(id) ? CORE : undefined),
	banner: ({ name }) => (name === CORE ? `/*!\n${LICENCE.replaceAll(/^/gm, " * ").replaceAll(/ +$/gm, "")}\n */` : ""),
	generatedCode: "es2015",
	hoistTransitiveImports: false,
	minifyInternalExports: false,
	sourcemap: "hidden",
	plugins: [{ name: "compact", renderChunk: (code, { name }) => (name === CORE ? compact(code) : null) }],
});
const files = new Map(output.map((file) => [file.fileName, file.type === "asset" ? file.source : file.code]));
for (const file of filesIn(from))
	if (/\.d\.c?ts$|\.cjs$/.test(file) && sources.includes(file.replace(/(?:\.d)?\.(c?)[jt]s$/, ".$1ts")))
		files.set(file, readFileSync(join(from, file), "utf8"));
for (const [file, text] of files) writeWhole(join(dist, file), text);
for (const file of filesIn(dist)) if (!files.has(file)) rmSync(join(dist, file));

/** A file and what it imports at once, and what that does. @param {string} file @param {Set<string>} found */
function importedBy(file, found = new Set()) {
	if (found.has(file)) return found;
	found.add(file);
	const { staticImports, staticExports } = parseSync(file, readFileSync(file, "utf8")).module;
	for (const { moduleRequest } of [...staticImports, ...staticExports.flatMap(({ entries }) => entries)])
		if (moduleRequest?.value.startsWith(".")) importedBy(join(dirname(file), moduleRequest.value), found);
	return found;
}

/** @param {string} id @param {string} [importer] */
function resolveId(id, importer = "") {
	if (!core.has(importer)) return undefined;
	if (id === INLINED) return join(root, "node_modules", INLINED, "esm", "mod.js");
	if (isBuiltin(id)) return `\0${id}`;
	return join(dirname(importer), id) === ALONE ? ALONE + COPY : undefined;
}

/**
 * What the core uses of Node, it does not import: Node makes an ES module of each for that, and reads all its getters; those of `node:fs`
 * load the streams.
 * @param {string} id
 */
function load(id) {
	if (id.startsWith("\0"))
		return {
			code: `export default globalThis.process.getBuiltinModule(${JSON.stringify(id.slice(1))});`,
			syntheticNamedExports: true,
		};
	const file = id.replace(COPY, "");
	if (!file.startsWith(from)) return undefined;
	return { code: readFileSync(file, "utf8"), map: readFileSync(`${file}.map`, "utf8") };
}

/**
 * Without comments and indentation a file is a third smaller, and Node reads it at the start of a program. Names and lines stay: a stack trace shows
 * them. Comments within `import()` are for bundlers.
 * @param {string} code
 */
function compact(code) {
	const text = new MagicString(code);
	const { comments, program } = parseSync("core.js", code);
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
}
