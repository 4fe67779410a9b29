/** P5: lists what modules export, with its kind and place, through the compiler's API and its checker. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import ts from "typescript-6";

const folder = argv[2] ?? "";
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
	.filter((entry) => entry.endsWith(".ts") && !entry.endsWith(".d.ts"))
	.map((entry) => join(folder, entry));
const program = ts.createProgram(files, {
	module: ts.ModuleKind.NodeNext,
	target: ts.ScriptTarget.ESNext,
	allowImportingTsExtensions: true,
	noEmit: true,
	skipLibCheck: true,
});
const checker = program.getTypeChecker();
const wanted = new Set(files);
let listed = 0;
for (const source of program.getSourceFiles()) {
	const symbol = wanted.has(source.fileName) ? checker.getSymbolAtLocation(source) : undefined;
	if (symbol === undefined) continue;
	for (const exported of checker.getExportsOfModule(symbol)) {
		const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
		const [declaration] = target.declarations ?? [];
		if ((target.flags & ts.SymbolFlags.Value) === 0 || declaration?.getSourceFile() !== source) continue;
		checker.getTypeOfSymbolAtLocation(target, declaration).getCallSignatures();
		source.getLineAndCharacterOfPosition(declaration.getStart());
		listed++;
	}
}
console.log(listed);
