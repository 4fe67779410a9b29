import { statementsOf } from "./bindings.ts";
import { Imports } from "./imports.ts";
import { LibraryUse } from "./library-use.ts";
import { type ClassNode, type FunctionNode, isClassNode, isFunctionNode, type Node } from "./node.ts";
import type { SourceFile, SourceFiles } from "./source-file.ts";
import { type Resolution, StaticResolver } from "./static-resolver.ts";

/** What a name stands for; `value` is anything that is exported and none of the others as far as the text tells. */
export type Kind = "class" | "function" | "instance" | "task" | "value";

/** Is it what a lock keeps by itself, and what queues and resolvers are given: a task or a tracked instance? */
export function isTracked(kind: Kind): boolean {
	return kind === "task" || kind === "instance";
}

const TRACKED_CLASSES: ReadonlySet<string> = new Set(["IndexTaskResolver", "TaskResolver", "TrackedInstance"]);

/** Tells from texts alone what an expression makes. */
export class Kinds {
	readonly #resolver: StaticResolver;

	constructor(files: SourceFiles) {
		const imports = new Imports();
		const uses = new LibraryUse(imports);
		this.#resolver = new StaticResolver(files, imports, (file) => uses.of(file));
	}

	/**
	 * The kind of what an expression makes itself; undefined for everything else. What a call gives back can't be known
	 * without running it, except for the calls of this library.
	 */
	of(file: SourceFile, node: Node): Exclude<Kind, "value"> | undefined {
		if (isFunctionNode(node)) return "function";
		if (isClassNode(node)) return "class";
		if (node.type === "NewExpression")
			return this.#isTracked(this.#resolver.of(file, node.callee), 0) ? "instance" : undefined;
		if (node.type !== "CallExpression") return undefined;
		const callee = this.#resolver.of(file, node.callee);
		return callee?.kind === "library" ? KIND_OF_CALL.get(callee.name) : undefined;
	}

	#isTracked(resolution: Resolution | undefined, steps: number): boolean {
		if (resolution === undefined || resolution.kind === "namespace" || steps > 40) return false;
		if (resolution.kind === "library") return TRACKED_CLASSES.has(resolution.name);
		const { file, node } = resolution;
		if (isClassNode(node)) return this.#isTrackedClass(file, node, steps);
		if (node.type !== "CallExpression") return false;
		const callee = this.#resolver.of(file, node.callee);
		if (callee?.kind === "library") return callee.name === "tracked";
		return callee?.kind === "node" && isFunctionNode(callee.node)
			? this.#isTrackedMixin(callee.file, callee.node, file, node.arguments, steps)
			: false;
	}

	#isTrackedClass(file: SourceFile, node: ClassNode, steps: number): boolean {
		const isDecorated = node.decorators.some(({ expression }) => {
			const decorator = this.#resolver.of(file, expression);
			return decorator?.kind === "library" && decorator.name === "tracked";
		});
		if (isDecorated) return true;
		return node.superClass !== null && this.#isTracked(this.#resolver.of(file, node.superClass), steps + 1);
	}

	/** `const Mixin = (Base) => class extends Base {}`, called with a tracked class. */
	#isTrackedMixin(
		mixinFile: SourceFile,
		mixin: FunctionNode,
		file: SourceFile,
		args: readonly Node[],
		steps: number,
	): boolean {
		const made = returnedClass(mixin);
		if (made === undefined) return false;
		const base = made.superClass;
		const index =
			base?.type === "Identifier"
				? mixin.params.findIndex((parameter) => parameter.type === "Identifier" && parameter.name === base.name)
				: -1;
		const argument = args[index];
		if (argument !== undefined && this.#isTracked(this.#resolver.of(file, argument), steps + 1)) return true;
		return this.#isTrackedClass(mixinFile, made, steps + 1);
	}
}

const KIND_OF_CALL: ReadonlyMap<string, Exclude<Kind, "value">> = new Map([
	["task", "task"],
	["tracked", "class"],
	["wraps", "function"],
]);

function returnedClass(mixin: FunctionNode): ClassNode | undefined {
	const { body } = mixin;
	if (body === null) return undefined;
	if (isClassNode(body as Node)) return body as unknown as ClassNode;
	const statements = statementsOf(mixin);
	const last = statements.findLast((statement) => statement.type === "ReturnStatement");
	const returned = last?.type === "ReturnStatement" ? last.argument : undefined;
	if (returned === null || returned === undefined) return undefined;
	if (isClassNode(returned)) return returned;
	if (returned.type !== "Identifier") return undefined;
	return statements.find(
		(statement): statement is ClassNode => isClassNode(statement) && statement.id?.name === returned.name,
	);
}
