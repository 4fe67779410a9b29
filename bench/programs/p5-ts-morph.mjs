/** P5: lists what modules export, with its kind and place, through ts-morph. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const { Project, Node } = (await import(pathToFileURL(argv[3] ?? "").href)).default;
const project = new Project({
	compilerOptions: { module: 199, target: 99, allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true },
});
project.addSourceFilesAtPaths([`${argv[2]}/**/*.ts`, `!${argv[2]}/**/*.d.ts`]);
let listed = 0;
for (const source of project.getSourceFiles())
	for (const [, declarations] of source.getExportedDeclarations())
		for (const declaration of declarations) {
			if (declaration.getSourceFile() !== source) continue;
			if (Node.isInterfaceDeclaration(declaration) || Node.isTypeAliasDeclaration(declaration)) continue;
			declaration.getType().getCallSignatures();
			source.getLineAndColumnAtPos(declaration.getStart());
			listed++;
		}
console.log(listed);
