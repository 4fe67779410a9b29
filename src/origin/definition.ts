import { NamesakeError, type Place } from "../base/errors.ts";
import { hasOwn } from "../base/own.ts";
import type { Node } from "../source/node.ts";
import { definitionAt, offsetOfDefinition } from "../source/syntax.ts";
import { locateFunction } from "./inspector.ts";
import { moduleOfScript, offsetIn, type ScriptModule } from "./module-of.ts";
import { scriptById } from "./script.ts";
import { placeOf } from "./source-map.ts";

/** Where a function or class is written. */
export class Definition {
	readonly fn: object;
	readonly module: ScriptModule;
	/** As V8 gives it. */
	readonly #offset: number;

	constructor(fn: object, module: ScriptModule, offset: number) {
		this.fn = fn;
		this.module = module;
		this.#offset = offset;
	}

	/** The function or class in the text of the module, as it is read now. */
	get node(): Node {
		// The text is the same as when it was found.
		return definitionAt(this.module.source, this.#offset) as Node;
	}

	/** Tells where it is written, to whoever must not keep the function alive. */
	get where(): () => Place {
		return placer(this.module, this.#offset);
	}

	/** The function in words, for errors. */
	describe(): string {
		return describeFunction(this.fn);
	}
}

function placer(module: ScriptModule, offset: number): () => Place {
	return () => placeOf(module.script, nameOffset(definitionAt(module.source, offset)) ?? offset);
}

const definitions = new WeakMap<object, Definition>();

/**
 * Finds the definition of a function or class; of a proxy, that of its target.
 *
 * @throws NamesakeError `BOUND_FUNCTION`, `NATIVE_FUNCTION`, `CANNOT_LOCATE` (no inspector), `SOURCE_UNAVAILABLE`.
 */
export function definitionOf(fn: object): Definition {
	let definition = definitions.get(fn);
	if (definition === undefined) {
		definition = find(fn);
		definitions.set(fn, definition);
	}
	return definition;
}

/**
 * Says where functions are written of which that is known without asking V8: it takes longer to answer than everything else together.
 *
 * @param node the function or class in the text of the module.
 */
export function learnDefinition(fn: object, module: ScriptModule, node: Node): void {
	if (definitions.has(fn)) return;
	const offset = offsetOfDefinition(module.source, node);
	if (offset !== undefined) definitions.set(fn, new Definition(fn, module, offset));
}

function find(fn: object): Definition {
	const describe = () => describeFunction(fn);
	const location = locateFunction(fn);
	if (location.kind === "bound")
		throw new NamesakeError("BOUND_FUNCTION", {
			asked: describe(),
			why: "`bind` created it at run time; the source has only the function that was bound, which does something else",
			fix: "export a function that calls it: export const send = (to: string) => mailer.send(to)",
		});
	if (location.kind === "native") throw native(describe());
	if (location.kind === "unavailable")
		throw new NamesakeError("CANNOT_LOCATE", {
			asked: describe(),
			why: `this process has no inspector: ${location.cause.message.trim()}`,
			fix: "run with the preload (--import namesake/register, on Bun and Deno --preload), or wrap the function with task(), which needs no inspector",
			cause: location.cause,
		});
	const script = scriptById(location.scriptId);
	if (script === undefined)
		throw new NamesakeError("SOURCE_UNAVAILABLE", {
			asked: describe(),
			why: "V8 no longer has the script of the function",
			fix: "use a function of a module that is still loaded",
		});
	if (/^(?:node|ext):/.test(script.url)) throw native(describe());
	const module = moduleOfScript(script);
	const offset = offsetIn(module, location.line, location.column);
	const node = definitionAt(module.source, offset);
	if (node === undefined)
		throw new NamesakeError("SOURCE_UNAVAILABLE", {
			asked: describe(),
			where: placeOf(script, offset),
			why: "the parser can't read the script at this location",
			fix: "make sure that oxc-parser can parse the module",
		});
	return new Definition(fn, module, offset);
}

/** Errors point to the name of a function where it has one: V8 places it at its parenthesis. */
function nameOffset(node: Node | undefined): number | undefined {
	return node !== undefined && hasOwn(node, "id") && node.id !== null ? (node.id as Node).start : undefined;
}

function native(asked: string): NamesakeError {
	return new NamesakeError("NATIVE_FUNCTION", {
		asked,
		why: "it is built into the runtime, and no module of the project defines it",
		fix: "export a function that calls it: export const parse = (text: string) => JSON.parse(text)",
	});
}

function describeFunction(fn: object): string {
	let name: unknown;
	try {
		name = (fn as { name?: unknown }).name;
	} catch {
		name = undefined;
	}
	return typeof name === "string" && name !== "" ? `function ${name}` : "an anonymous function";
}
