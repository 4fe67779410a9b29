import { isModuleReference } from "./bindings.ts";
import { commonJsExports, requiredSpecifier } from "./common-js.ts";
import { NAMESPACE } from "./exports.ts";
import { memberKey } from "./flow.ts";
import { type Imports, isLibraryFile } from "./imports.ts";
import { writesTo } from "./module-source.ts";
import { type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
import type { SourceFile, SourceFiles } from "./source-file.ts";

/** What an expression refers to: an export of this library, a namespace, or a node of some file. */
export type Resolution =
	| { readonly kind: "library"; readonly name: string }
	| { readonly kind: "namespace"; readonly of: SourceFile | "library" }
	| { readonly kind: "node"; readonly file: SourceFile; readonly node: Node };

/** A longer chain of imports and variables is a circle. */
const MAX_STEPS = 40;

/** The names by which this library's own modules export what matters here. */
const LIBRARY_NAMES: ReadonlySet<string> = new Set([
	"IndexTaskResolver",
	"TaskResolver",
	"TrackedInstance",
	"task",
	"tracked",
	"wraps",
]);

/** Follows expressions through variables, imports and re-exports, across files. */
export class StaticResolver {
	readonly #files: SourceFiles;
	readonly #imports: Imports;
	readonly #isOfUse: (file: string) => boolean;

	/** @param isOfUse whether to follow an import into a file. */
	constructor(files: SourceFiles, imports: Imports, isOfUse: (file: string) => boolean = () => true) {
		this.#files = files;
		this.#imports = imports;
		this.#isOfUse = isOfUse;
	}

	/** @returns undefined for a parameter, a local variable, or a file that does not exist. */
	of(file: SourceFile, expression: Node, steps = 0): Resolution | undefined {
		if (steps > MAX_STEPS) return undefined;
		const { source } = file;
		const node = unwrap(expression);
		switch (node.type) {
			case "Identifier":
				return isModuleReference(source, node as never) ? this.#ofVariable(file, node.name, steps + 1) : undefined;
			case "MemberExpression": {
				const key = memberKey(node);
				return key === undefined ? undefined : this.#member(this.of(file, node.object, steps + 1), key, steps + 1);
			}
			// `(0, library.task)(…)`, as compilers write a call of what they import.
			case "SequenceExpression": {
				const last = node.expressions.at(-1);
				return last === undefined ? undefined : this.of(file, last, steps + 1);
			}
			case "AwaitExpression":
				return node.argument.type === "ImportExpression" && node.argument.source.type === "Literal"
					? this.#namespace(file, String(node.argument.source.value))
					: undefined;
			case "CallExpression": {
				const specifier = requiredSpecifier(source, node);
				return specifier === undefined ? { kind: "node", file, node } : this.#namespace(file, specifier);
			}
			default:
				return { kind: "node", file, node };
		}
	}

	/** What a module exports by a name. */
	ofExport(of: SourceFile | "library", name: string, steps = 0): Resolution | undefined {
		if (of === "library") return { kind: "library", name };
		if (LIBRARY_NAMES.has(name) && isLibraryFile(of.file)) return { kind: "library", name };
		if (steps > MAX_STEPS) return undefined;
		const { bindings, reexports, defaultNode, stars, isModule } = of.source.exports;
		const variable = bindings.get(name);
		if (variable !== undefined) return this.#ofVariable(of, variable, steps + 1);
		const reexport = reexports.get(name);
		if (reexport !== undefined) return this.#ofImport(of, reexport.specifier, reexport.importName, steps + 1);
		if (name === "default" && defaultNode !== undefined) return this.of(of, defaultNode, steps + 1);
		if (!isModule) {
			const exported = commonJsExports(of.source).findLast((candidate) => candidate.name === name);
			if (exported !== undefined) return this.of(of, exported.value, steps + 1);
			return name === "default" ? { kind: "namespace", of } : undefined;
		}
		if (name === "default") return undefined;
		for (const star of stars) {
			const found = this.#ofImport(of, star, name, steps + 1);
			// The library itself is not read, so that its stars export these names only.
			if (found !== undefined && (found.kind !== "library" || LIBRARY_NAMES.has(found.name))) return found;
		}
		return undefined;
	}

	#ofVariable(file: SourceFile, name: string, steps: number): Resolution | undefined {
		const { source } = file;
		const binding = source.bindings.get(name);
		const imported = source.exports.imports.get(name);
		if (imported !== undefined) return this.#ofImport(file, imported.specifier, imported.importName, steps);
		// An overload signature comes before its function.
		const declaration = binding?.declarations.findLast((node) => node.type !== "TSDeclareFunction");
		if (binding === undefined || declaration === undefined) return undefined;
		switch (declaration.type) {
			case "TSImportEqualsDeclaration":
				return declaration.moduleReference.type === "TSExternalModuleReference"
					? this.#namespace(file, String(declaration.moduleReference.expression.value))
					: undefined;
			case "VariableDeclarator": {
				if (declaration.init === null || (binding.kind !== "const" && writesTo(source, name).length > 0))
					return undefined;
				const value = this.of(file, declaration.init, steps);
				if (declaration.id.type === "Identifier") return value;
				const property =
					declaration.id.type === "ObjectPattern"
						? declaration.id.properties.find(
								(candidate) =>
									candidate.type === "Property" &&
									candidate.value.type === "Identifier" &&
									candidate.value.name === name,
							)
						: undefined;
				const key = property?.type === "Property" ? staticKey(property) : undefined;
				return key === undefined ? undefined : this.#member(value, key, steps);
			}
			default:
				return { kind: "node", file, node: declaration };
		}
	}

	#ofImport(file: SourceFile, specifier: string, name: string, steps: number): Resolution | undefined {
		const namespace = this.#namespace(file, specifier);
		if (namespace === undefined || name === NAMESPACE) return namespace;
		return this.#member(namespace, name, steps);
	}

	#namespace(file: SourceFile, specifier: string): Resolution | undefined {
		const imported = this.#imports.of(specifier, file.file);
		if (imported?.kind !== "file") return imported === undefined ? undefined : { kind: "namespace", of: "library" };
		const of = this.#isOfUse(imported.file) ? this.#files.read(imported.file) : undefined;
		return of === undefined ? undefined : { kind: "namespace", of };
	}

	#member(holder: Resolution | undefined, key: string, steps: number): Resolution | undefined {
		if (holder?.kind === "namespace") return this.ofExport(holder.of, key, steps + 1);
		if (holder?.kind !== "node" || holder.node.type !== "ObjectExpression") return undefined;
		const property = holder.node.properties.findLast(
			(candidate) => candidate.type === "Property" && staticKey(candidate) === key,
		);
		return property?.type === "Property" ? this.of(holder.file, property.value, steps + 1) : undefined;
	}
}
