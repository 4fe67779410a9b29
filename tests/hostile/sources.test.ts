import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript-6";
import { NamesakeError } from "../../src/base/errors.ts";
import { formatName, parseName } from "../../src/base/name.ts";
import { ExportedNames } from "../../src/source/exported-names.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { randomFrom } from "../bullmq/faults/random.ts";
import { type Reliability, reportReliability, toErrorSummary } from "../reliability.ts";
import { modules } from "../shapes/index.ts";
import { fuzzGuided, type Guided } from "./guided.ts";
import { readName } from "./reference.ts";

/*
 * Texts that are led by what V8 says of the code that they reach: names, against another reader of names, and sources, against the
 * TypeScript compiler. jazzer.js would do the same with libFuzzer; its binaries ask for a newer system than CI has (glibc 2.38).
 */

const isFull = process.env["NAMESAKE_FUZZ"] === "full";
const seed = Number(process.env["NAMESAKE_SEED"] ?? 20261124);
/** For each of the two. */
const time = isFull ? 60_000 : 3000;

// biome-ignore format: a list
const NAMES = ["@acme/app/src/m#send", "@acme/app/src/m#o.list[0]", 'a#o["a b"]["\\""].x', "a%23/%25#outer/inner", "m#make/<anonymous>", "m#<anonymous>/<anonymous>/x[1]", 'm#["/"]/o["<anonymous>"].x', "m#é.日本.$_", "#", "a#", "m#a[01]", 'm#a["b"]', "m#a["];
// biome-ignore format: a list
const NAME_WORDS = ["#", ".", "[", "]", '"', "\\", "/", "%", "%23", "%25", "%2523", "<anonymous>", "[0]", "[4294967294]", "[4294967295]", '["a b"]', '["\\u0061"]', '["\\n"]', "\\u0061", "\u200d", "\ud800", "\u{1f600}", "\0", "x", "default", "__proto__", "0", " ", "é", "e\u0301"];

test(`names as text, seed ${seed}`, (t) => {
	const guided = fuzzGuided({
		random: randomFrom(seed),
		seeds: NAMES,
		words: NAME_WORDS,
		isWanted: isOfLibrary,
		longest: 10_000,
		time,
		check: (text) => {
			const reading = readName(text);
			let parts: ReturnType<typeof parseName>;
			try {
				parts = parseName(text);
			} catch (error) {
				assert.ok(error instanceof NamesakeError && error.code === "INVALID_NAME", `throws ${error}`);
				assert.equal(reading, undefined, "a name is refused");
				return;
			}
			assert.deepEqual({ moduleName: parts.moduleName, scopes: [parts.exportPath, ...(parts.nested ?? [])] }, reading);
			assert.equal(formatName(parts), text);
		},
	});
	done(t, "name-texts", guided);
});

// biome-ignore format: a list
const WORDS = [
	"export ", "export default ", "export * from './x';", "export * as a from './x';", "export { a as b };", "export { a as default };", "export { a as 'x y' };", "import a from './x';", "import { a } from './x';", "import * as a from './x';", "export = a;", "import a = require('x');",
	"module.exports = ", "exports.a = ", "exports['a b'] = ", "Object.defineProperty(exports, 'a', { value: 1 });", "require('./x')", "const ", "let ", "var ", "class ", "function ", "async ", "await ", "yield ", "static ", "new ", "return ", "enum ", "namespace ", "declare ", "type ", "interface ", "abstract ",
	"=> ", "= ", "{", "}", "(", ")", "[", "]", ";", ",", ":", ".", "?.", "...", "=", "??", "!", "<T>", "<a>", "</a>", "`", "${", "}`", "//", "/*", "*/", "/a/u", "#x", "@dec ", "a", "b", "default", "then", "constructor", "__proto__", "prototype", "0", "1n", "'a'", "\"\\u0061\"", "\\u0061", "é", "\u2028", "\r", "\n", "\ud800", "\0", "\ufeff",
	"task(() => 1)", "tracked(", "wraps(", "class A extends TrackedInstance {}", "if (x) {", "for (;;) ", "try {} catch {", "switch (x) { case 1: ", "label: ", "with (a) ", "as const", "satisfies A", "as A", "a!", "using a = b;", "import.meta", "new.target", "super()", "((((((((((", "[[[[[[[[[[", "{a:{a:{a:{a:",
];

test(`source texts, seed ${seed}`, (t) => {
	let compared = 0;
	const files = new SourceFiles();
	const random = randomFrom(seed);
	const guided = fuzzGuided({
		random,
		seeds: modules.map(({ text }) => text),
		words: WORDS,
		isWanted: isOfLibrary,
		longest: 4000,
		time,
		check: (text) => {
			const name = text.length % 3 === 0 ? "/nowhere/m.tsx" : text.length % 3 === 1 ? "/nowhere/m.ts" : "/nowhere/m.js";
			const file = sourceFileOf(name, text, "values");
			const entries = inventory(file, new Kinds(files), { anonymous: true });
			for (const { offset } of file.source.problems)
				assert.ok(offset >= 0 && offset <= text.length, `a problem at ${offset}`);
			for (const { path, nested, line, column, node } of entries) {
				assert.ok(node.start >= 0 && node.start <= node.end && node.end <= text.length, "a node outside of the text");
				const start = file.starts[line - 1] ?? Number.NaN;
				assert.ok(
					start + column - 1 >= 0 && start + column - 1 <= text.length,
					`${line}:${column} is outside of the text`,
				);
				const parts = {
					moduleName: "m",
					exportPath: path,
					...(nested === undefined || nested.length === 0 ? {} : { nested }),
				};
				const isSayable = [...path, ...(nested ?? []).flat()].every((key) => key.isWellFormed() && !key.includes("\0"));
				if (isSayable) assert.deepEqual(parseName(formatName(parts)), parts);
			}
			if (file.source.problems.length > 0 || !file.source.exports.isModule || name.endsWith(".js")) return;
			const theirs = exportsByCompiler(name, text);
			if (theirs === undefined) return;
			compared++;
			assert.deepEqual([...new ExportedNames(files).of(file).keys()].sort(), theirs);
		},
	});
	done(t, "sources", guided, { "source texts compared with the compiler": compared });
	assert.ok(compared >= 20, `only ${compared} texts were programs`);
});

/** Most of what is read here is in one file, see scripts/bundle.mjs. */
function isOfLibrary(url: string): boolean {
	return /\/dist\/(?:core|source\/[\w-]+)\.js$/.test(url);
}

function done(
	t: { diagnostic(text: string): void },
	topic: string,
	guided: Guided,
	more: Record<string, number> = {},
): void {
	const { texts, kept, percent, failures, slowestMs } = guided;
	const what = topic === "sources" ? "source texts" : "texts as names";
	// In the summary, what is called the same is one sum.
	const figures = {
		[`${what} fuzzed`]: texts,
		...more,
		[`${what} kept for what they reached`]: kept,
		[`code that ${what} reached, in %`]: Math.round(percent * 10) / 10,
		[`${what}: failures`]: failures.length,
	};
	const report: Reliability = { topic, form: isFull ? "full" : "bounded", seed, seconds: time / 1000, figures };
	reportReliability(report);
	t.diagnostic(toErrorSummary(report));
	// Whoever does not see what is reached is led by nothing.
	assert.ok(kept > 0 && percent > 50, `${kept} texts kept, ${percent} % reached`);
	assert.deepEqual(failures, []);
	assert.ok(slowestMs < 5000, `${slowestMs} ms`);
}

/** What stands in the way of a comparison is an error of the compiler's; a name or a module that is not there is none. */
const HARMLESS = new Set([2304, 2307, 2318, 2503, 2552, 2580, 2583, 2792]);

/** Names of the values that a module exports; undefined for what the compiler finds wrong. */
function exportsByCompiler(name: string, text: string): string[] | undefined {
	const options = {
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		target: ts.ScriptTarget.ESNext,
		jsx: ts.JsxEmit.Preserve,
		noLib: true,
		types: [],
		noEmit: true,
	};
	const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
	const host: ts.CompilerHost = {
		...ts.createCompilerHost(options),
		getSourceFile: (file) => (file === name ? source : undefined),
		fileExists: (file) => file === name,
		readFile: () => undefined,
		directoryExists: () => false,
	};
	const program = ts.createProgram([name], options, host);
	if (program.getSyntacticDiagnostics(source).length > 0) return undefined;
	const checker = program.getTypeChecker();
	const symbol = checker.getSymbolAtLocation(source);
	if (symbol === undefined) return undefined;
	// What is not declared can't be exported by its name: that module would not even be linked.
	const exported = source.statements.filter((one) => ts.isExportDeclaration(one) || ts.isExportAssignment(one));
	const isHarmless = ({ code, start = 0 }: ts.Diagnostic) =>
		HARMLESS.has(code) && !exported.some((one) => code !== 2307 && one.pos <= start && start < one.end);
	if (!program.getSemanticDiagnostics(source).every(isHarmless)) return undefined;
	return checker
		.getExportsOfModule(symbol)
		.filter((exported) => {
			if (exported.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration) === true) return false;
			const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
			return (target.flags & ts.SymbolFlags.Value) !== 0 && target.declarations?.every(isAmbient) !== true;
		})
		.map((exported) => exported.name)
		.sort();
}

function isAmbient(declaration: ts.Declaration): boolean {
	return (
		(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0 ||
		ts.isInterfaceDeclaration(declaration) ||
		ts.isTypeAliasDeclaration(declaration)
	);
}
