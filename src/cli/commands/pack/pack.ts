import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BuildFailure, OutputFile } from "esbuild";
import { EXIT, UsageError } from "../../process/exit.ts";
import { notify, tell } from "../../process/report.ts";
import { sourceFilesOf } from "../../project/files.ts";
import { writeWhole } from "../../project/write-whole.ts";
import { hasColours } from "../../render/terminal.ts";
import { count, shownPath } from "../../render/text.ts";

export interface PackOptions {
	readonly out: string;
	readonly minify?: boolean;
	readonly sourcemap?: boolean;
	readonly external: readonly string[];
	readonly root?: string | undefined;
}

/** `namesake pack` */
export async function pack(paths: readonly string[], options: PackOptions): Promise<number> {
	if (!options.out.endsWith(".mjs"))
		throw new UsageError(`--out must end with .mjs, because the file is an ES module: ${options.out}`);
	const entries = await sourceFilesOf(paths);
	if (entries.length === 0) throw new UsageError("there is no JavaScript or TypeScript file to pack");
	const { esbuild, plugin } = await tools();
	const out = resolve(options.out);
	let files: readonly OutputFile[];
	try {
		const result = await esbuild.build({
			stdin: { contents: entryOf(entries), resolveDir: process.cwd(), sourcefile: "namesake-pack.mjs" },
			bundle: true,
			platform: "node",
			format: "esm",
			target: "node20",
			minify: options.minify === true,
			sourcemap: options.sourcemap === true,
			external: [...options.external],
			outfile: out,
			banner: { js: REQUIRE },
			plugins: [plugin({ packageRoot: options.root })],
			logLevel: "silent",
			write: false,
		});
		for (const text of await esbuild.formatMessages(result.warnings, {
			kind: "warning",
			color: hasColours(process.stderr),
		}))
			process.stderr.write(text);
		files = result.outputFiles;
	} catch (error) {
		if (!isBuildFailure(error)) throw error;
		const color = hasColours(process.stderr);
		for (const text of await esbuild.formatMessages(error.errors, { kind: "error", color })) process.stderr.write(text);
		const hint = hintFor(error);
		if (hint !== undefined) await notify(hint);
		await tell("namesake pack: wrote nothing");
		return EXIT.no;
	}
	for (const file of files) writeWhole(file.path, file.contents);
	const size = Math.round(statSync(out).size / 1000);
	await tell(`${shownPath(out)}: ${size} kB, from ${count(entries.length, "file")}`);
	return EXIT.fine;
}

/** What is CommonJS in a bundle of ES modules asks for Node's own modules by require(). */
const REQUIRE =
	'import { createRequire as __namesakeCreateRequire } from "node:module"; const require = __namesakeCreateRequire(import.meta.url);';

function entryOf(files: readonly string[]): string {
	const imports = files.map((file, index) => `import * as entry${index} from ${specifierOf(file)};`);
	const runtime = fileURLToPath(new URL("./packed.js", import.meta.url));
	return [
		...imports,
		`import { packed } from ${specifierOf(runtime)};`,
		`await packed(import.meta.url, [${files.map((_, index) => `entry${index}`).join(", ")}]);`,
	].join("\n");
}

function specifierOf(file: string): string {
	const path = relative(process.cwd(), file).replaceAll("\\", "/");
	return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
}

interface Tools {
	readonly esbuild: typeof import("esbuild");
	readonly plugin: typeof import("../../../plugin/esbuild.ts")["default"];
}

async function tools(): Promise<Tools> {
	try {
		const esbuild = (await import(projectsOwn("esbuild"))) as typeof import("esbuild");
		return { esbuild, plugin: (await import("../../../plugin/esbuild.ts")).default };
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code !== "ERR_MODULE_NOT_FOUND" || !/'esbuild'/.test(message)) throw error;
		throw new UsageError("namesake pack needs esbuild. Run `npm install --save-dev esbuild`");
	}
}

/** The version that the project has, else that of this package. */
function projectsOwn(name: string): string {
	try {
		return pathToFileURL(createRequire(join(process.cwd(), "_.js")).resolve(name)).href;
	} catch {
		return name;
	}
}

function isBuildFailure(error: unknown): error is BuildFailure {
	return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}

function hintFor({ errors }: BuildFailure): string | undefined {
	const isNative = errors.some(({ text }) => /No loader is configured for "\.node"/.test(text));
	return isNative
		? "a native addon can't be packed. Exclude its package with --external <package>, and install the package where the file runs"
		: undefined;
}
