import type { ProjectModule } from "./project-module.ts";

/** Modules after those that they import, as far as there is no circle: as the program itself would run them. */
export function inOrderOfImports(modules: readonly ProjectModule[]): ProjectModule[] {
	const byFile = new Map(modules.map((module) => [module.file, module]));
	const ordered: ProjectModule[] = [];
	const entered = new Set<string>();
	for (const start of modules) {
		// A list, not recursion: chains of imports may be long.
		const waiting: { readonly file: string; readonly isLeft: boolean }[] = [{ file: start.file, isLeft: false }];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const module = byFile.get(next.file);
			if (module === undefined) continue;
			if (next.isLeft) ordered.push(module);
			else if (!entered.has(next.file)) {
				entered.add(next.file);
				waiting.push({ file: next.file, isLeft: true });
				for (const file of module.imports) if (!entered.has(file)) waiting.push({ file, isLeft: false });
			}
		}
	}
	return ordered;
}
