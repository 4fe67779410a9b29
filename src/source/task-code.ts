import { statementsOf } from "./bindings.ts";
import { type FunctionNode, isClassNode, isFunctionNode, type Node, unwrap } from "./node.ts";
import { signatureOf } from "./signature.ts";
import type { SourceFile } from "./source-file.ts";
import type { Resolution, StaticResolver } from "./static-resolver.ts";

/** A node with its file. */
export interface Code {
	readonly file: SourceFile;
	readonly node: Node;
}

/** The call of a factory: its other arguments belong to what it makes. */
interface FactoryCall extends Code {
	/** The argument that is followed instead; undefined if none is a function. */
	readonly followed: Node | undefined;
}

/** What a value runs. */
export interface TracedCode {
	/** The function or class; the expression itself if the text shows none. */
	readonly code: Code;
	/** The factories that were given the function, outermost first. */
	readonly calls: readonly FactoryCall[];
}

/** More calls around each other are a circle. */
const MAX_CALLS = 20;

/** Follows tasks to the function that they run, through imports and factories. */
export class TaskCode {
	readonly #resolver: StaticResolver;

	constructor(resolver: StaticResolver) {
		this.#resolver = resolver;
	}

	/** `task(fn)` and `wraps(fn, wrapper)` stand for `fn`, which may be imported, and so does `factory(fn, more)`. */
	trace(file: SourceFile, node: Node, depth = 0): TracedCode {
		const none = { code: { file, node }, calls: [] };
		if (node.type !== "CallExpression" || depth > MAX_CALLS) return none;
		const isOfLibrary = this.#resolver.of(file, node.callee)?.kind === "library";
		for (const argument of isOfLibrary ? node.arguments.slice(0, 1) : node.arguments) {
			const found = this.#resolve(file, argument);
			if (found === undefined) continue;
			const isCall = found.node.type === "CallExpression";
			const traced = isCall ? this.trace(found.file, found.node, depth + 1) : { code: found, calls: [] };
			if (isOfLibrary && isCall) return traced;
			if (!isWritten(traced.code.node)) continue;
			if (isOfLibrary) return traced;
			return { code: traced.code, calls: [{ file, node, followed: argument }, ...traced.calls] };
		}
		return none;
	}

	/** The signature of a value: of what its outermost factory returns, if the text shows that this has parameters of its own. */
	signature({ code, calls }: TracedCode): string | undefined {
		const [outermost, ...others] = calls;
		if (outermost === undefined) {
			const made = code.node.type === "CallExpression" ? this.#madeBy(code) : undefined;
			return made === undefined ? signatureOf(code.file.source, code.node) : signatureOf(made.file.source, made.node);
		}
		const made = this.#madeBy(outermost);
		if (made === undefined || passesOn(made.node)) return this.signature({ code, calls: others });
		return signatureOf(made.file.source, made.node);
	}

	/** The function that a factory returns, or makes a task of. */
	#madeBy({ file, node }: Code): Code | undefined {
		if (node.type !== "CallExpression") return undefined;
		const factory = this.#resolver.of(file, node.callee);
		if (factory?.kind !== "node" || !isFunctionNode(factory.node)) return undefined;
		let made = returnedBy(factory.node);
		while (made?.type === "CallExpression" && this.#resolver.of(factory.file, made.callee)?.kind === "library") {
			const [first] = made.arguments;
			made = first === undefined ? undefined : unwrap(first);
		}
		if (made?.type === "Identifier") made = declaredIn(factory.node, made.name);
		return made !== undefined && isFunctionNode(made) ? { file: factory.file, node: made } : undefined;
	}

	#resolve(file: SourceFile, argument: Node): Code | undefined {
		if (argument.type === "SpreadElement") return undefined;
		const resolution: Resolution | undefined = this.#resolver.of(file, argument);
		if (resolution?.kind !== "node") return undefined;
		return isWritten(resolution.node) || resolution.node.type === "CallExpression" ? resolution : undefined;
	}
}

/** Does a function take any arguments, to pass them on: `(...args) => fn(...args)`? */
export function passesOn(node: Node): boolean {
	return isFunctionNode(node) && node.params.length > 0 && node.params[0]?.type === "RestElement";
}

function isWritten(node: Node): boolean {
	return isFunctionNode(node) || isClassNode(node);
}

function returnedBy(factory: FunctionNode): Node | undefined {
	const { body } = factory;
	if (body === null) return undefined;
	if (body.type !== "BlockStatement") return unwrap(body as Node);
	const last = statementsOf(factory).findLast((statement) => statement.type === "ReturnStatement");
	return last?.type === "ReturnStatement" && last.argument !== null ? unwrap(last.argument) : undefined;
}

/** The function that a variable of a factory holds. */
function declaredIn(factory: FunctionNode, name: string): Node | undefined {
	for (const statement of statementsOf(factory)) {
		if (isFunctionNode(statement) && statement.id?.name === name) return statement;
		if (statement.type !== "VariableDeclaration") continue;
		const found = statement.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
		if (found !== undefined) return found.init === null ? undefined : unwrap(found.init);
	}
	return undefined;
}
