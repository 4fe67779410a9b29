import { builtin } from "../base/runtime.ts";
import { installedPackage } from "../package/find-package.ts";
import { type Package, packageFinder } from "../package/package.ts";
import type { Imports } from "./imports.ts";

/** What follows `from`, `import`, `import(`, `require(`: too much rather than too little. */
const SPECIFIER = /\b(?:from|import|require)\b(?:\s|\/\*[\s\S]*?\*\/|\/\/.*|\()*(["'`])([^"'`\n]+)\1/g;

/**
 * Tells, from its text without a tree of it, whether a file may hand on something of this library: because it imports the library, or
 * anything that does. What a call makes need only be looked up in such files; in most projects these are few.
 */
export class LibraryUse {
	readonly #files = new Map<string, boolean>();
	readonly #packages = new Map<string, boolean>();
	readonly #imports: Imports;
	/** Files are known by their real paths here. */
	readonly #packageOf = packageFinder();

	constructor(imports: Imports) {
		this.#imports = imports;
	}

	of(file: string): boolean {
		const known = this.#files.get(file);
		if (known !== undefined) return known;
		const visited = new Set<string>();
		const found = this.#isReached(file, visited);
		// What was visited on the way to nothing leads to nothing itself.
		if (found) this.#files.set(file, true);
		else for (const other of visited) this.#files.set(other, false);
		return found;
	}

	#isReached(start: string, visited: Set<string>): boolean {
		const waiting = [start];
		for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
			const known = this.#files.get(file);
			if (known === true) return true;
			if (known === false || visited.has(file)) continue;
			visited.add(file);
			const pkg = this.#packageOf(file);
			if (pkg?.name === "namesake") return true;
			if (pkg?.isDependency === true) {
				if (this.#dependsOnLibrary(pkg)) return true;
				continue;
			}
			for (const specifier of specifiersIn(file)) {
				const imported = this.#imports.of(specifier, file);
				if (imported?.kind === "library") return true;
				if (imported?.kind === "file") waiting.push(imported.file);
			}
		}
		return false;
	}

	/** Is the library among the dependencies of a package, and of these, and so on, as their package.json files say? */
	#dependsOnLibrary(pkg: Package): boolean {
		const known = this.#packages.get(pkg.dir);
		if (known !== undefined) return known;
		// In a circle the others tell.
		this.#packages.set(pkg.dir, false);
		const { dependencies, peerDependencies, optionalDependencies } = pkg.manifest;
		const names = [dependencies, peerDependencies, optionalDependencies].flatMap((list) => Object.keys(list ?? {}));
		const found =
			names.includes("namesake") ||
			names.some((name) => {
				const dependency = installedPackage(name, pkg.dir);
				return dependency !== undefined && this.#dependsOnLibrary(dependency);
			});
		this.#packages.set(pkg.dir, found);
		return found;
	}
}

function specifiersIn(file: string): string[] {
	try {
		const text = builtin("node:fs").readFileSync(file, "utf8");
		return [...new Set([...text.matchAll(SPECIFIER)].map(([, , specifier = ""]) => specifier))];
	} catch {
		return [];
	}
}
