import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { before, describe, it } from "node:test";
import { globSync } from "tinyglobby";
import ts from "typescript-6";
import { ExportedNames } from "../../src/source/exported-names.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles } from "../../src/source/source-file.ts";

// The authority on what a TypeScript file exports is the TypeScript compiler, and the code is nobody's here.

const modules = join(process.cwd(), "node_modules");

for (const [name, least] of [
	["zod", 100],
	["effect", 500],
] as const)
	describe(`the exports of every source file of ${name}`, () => {
		const root = realpathSync(join(modules, name));
		const all: string[] = [];
		const own: string[] = [];
		let fileCount = 0;
		let nameCount = 0;

		before(() => {
			const paths = globSync("src/**/*.ts", { cwd: root, absolute: true, ignore: ["**/*.d.ts"] }).sort();
			const expected = valueExports(paths);
			const files = new SourceFiles();
			const names = new ExportedNames(files);
			const kinds = new Kinds(files);
			for (const path of paths) {
				const file = files.read(path);
				const theirs = expected.get(path);
				assert.ok(file && theirs);
				assert.deepEqual(file.source.problems, [], path);
				const listed = new Set(inventory(file, kinds).flatMap((entry) => entry.exports));
				all.push(...difference(relative(root, path), new Set(names.of(file).keys()), theirs.all));
				own.push(...difference(relative(root, path), listed, theirs.own));
				fileCount++;
				nameCount += theirs.all.size;
			}
		});

		it("are what the compiler's checker says", (context) => {
			assert.deepEqual(all, []);
			assert.ok(fileCount > least, `${fileCount} files`);
			assert.ok(nameCount > 10 * least, `${nameCount} names`);
			context.diagnostic(`${nameCount} names in ${fileCount} files`);
		});

		it("are in the inventory, as far as the file makes them itself", () => {
			assert.deepEqual(own, []);
		});
	});

function difference(file: string, ours: ReadonlySet<string>, theirs: ReadonlySet<string>): string[] {
	return [
		...[...ours].filter((name) => !theirs.has(name)).map((name) => `${file}: ${name} is too much`),
		...[...theirs].filter((name) => !ours.has(name)).map((name) => `${file}: ${name} is missing`),
	];
}

/** The names of values by file: all that it exports, and those whose declaration is in it. */
function valueExports(paths: readonly string[]): Map<string, { all: Set<string>; own: Set<string> }> {
	const program = ts.createProgram([...paths], {
		module: ts.ModuleKind.NodeNext,
		target: ts.ScriptTarget.ESNext,
		noEmit: true,
		noLib: true,
		types: [],
		allowImportingTsExtensions: true,
		customConditions: ["@zod/source"],
	});
	const checker = program.getTypeChecker();
	const result = new Map<string, { all: Set<string>; own: Set<string> }>();
	for (const path of paths) {
		const source = program.getSourceFile(path);
		assert.ok(source, path);
		const symbol = checker.getSymbolAtLocation(source);
		const all = new Set<string>();
		const own = new Set<string>();
		for (const exported of symbol === undefined ? [] : checker.getExportsOfModule(symbol)) {
			if (isTypeOnly(exported)) continue;
			const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
			if (!(target.flags & ts.SymbolFlags.Value) || target.declarations?.every(isAmbient)) continue;
			all.add(exported.name);
			if (target.declarations?.some((declaration) => declaration.getSourceFile() === source && declaration !== source))
				own.add(exported.name);
		}
		result.set(path, { all, own });
	}
	return result;
}

/** The one difference: `export declare const x` is a value to the compiler, and nothing at run time. */
function isAmbient(declaration: ts.Declaration): boolean {
	return (
		(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0 ||
		ts.isInterfaceDeclaration(declaration) ||
		ts.isTypeAliasDeclaration(declaration)
	);
}

function isTypeOnly(symbol: ts.Symbol): boolean {
	return symbol.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration) === true;
}
