import type { Place } from "../../base/errors.ts";
import { isTracked, type Kind } from "../../source/kinds.ts";
import { offsetAt } from "../../source/lines.ts";
import type { Node } from "../../source/node.ts";
import type { SourceFile, SourceFiles } from "../../source/source-file.ts";
import { definitionAt } from "../../source/syntax.ts";
import type { Code } from "../../source/task-code.ts";
import { writtenName } from "../../source/written-name.ts";

/** Finds in the sources what a running program, or a problem, says of places. */
export class CodeFinder {
	readonly #files: SourceFiles;
	readonly #named = new WeakMap<SourceFile, ReadonlyMap<number, Node>>();

	constructor(files: SourceFiles) {
		this.#files = files;
	}

	/** What the engine places there: a call, or a function or class, which may be given by its name instead. */
	running(place: Place | undefined, kind: Kind): Code | undefined {
		return this.#find(place, (file, offset) => {
			const call = file.source.calls.get(offset);
			const definition = definitionAt(file.source, offset);
			return isTracked(kind) ? (call ?? definition) : (definition ?? this.#namesIn(file).get(offset) ?? call);
		});
	}

	/** What the text makes there, given by where it begins, or by where its name is written. */
	written(place: Place | undefined): Code | undefined {
		return this.#find(place, (file, offset) => this.#namesIn(file).get(offset));
	}

	#find(place: Place | undefined, at: (file: SourceFile, offset: number) => Node | undefined): Code | undefined {
		const file = place === undefined ? undefined : this.#files.read(place.file);
		if (place === undefined || file === undefined) return undefined;
		const node = at(file, offsetAt(file.starts, place.line - 1, place.column - 1));
		return node === undefined ? undefined : { file, node };
	}

	#namesIn(file: SourceFile): ReadonlyMap<number, Node> {
		const known = this.#named.get(file);
		if (known !== undefined) return known;
		const named = new Map<number, Node>();
		// Of several that begin at one place the outermost comes first.
		for (const node of file.source.makers)
			for (const offset of [writtenName(file.source, node).start, node.start, onlyParameter(node)])
				if (offset !== undefined && !named.has(offset)) named.set(offset, node);
		this.#named.set(file, named);
		return named;
	}
}

/** esbuild writes `(job) => …` as `job => …`, which the engine places at `job`. */
function onlyParameter(node: Node): number | undefined {
	if (node.type !== "ArrowFunctionExpression" || node.params.length !== 1) return undefined;
	const [parameter] = node.params;
	return parameter?.type === "Identifier" ? parameter.start : undefined;
}
