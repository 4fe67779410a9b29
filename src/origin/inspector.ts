import type { Session } from "node:inspector";
import { ownDescriptor, ownProperty } from "../base/own.ts";
import { builtin } from "../base/runtime.ts";

/**
 * A session with this thread's own inspector, which answers synchronously. It is opened at the first question and holds
 * nothing open: a process ends with it as without it.
 *
 * V8 answers about functions without its debugger. Only the list of scripts needs that, and gets it for the time of the
 * call: while it is enabled, `await` costs eight times as much (and a `debugger` statement would stop the thread).
 */
interface Inspector {
	readonly post: (method: string, params?: object) => unknown;
	readonly on: (event: string, listener: (message: { params: unknown }) => void) => void;
	readonly off: (event: string, listener: (message: { params: unknown }) => void) => void;
	/** An object that both sides know: what is put in `value` here can be asked about there. */
	readonly exchange: { value: unknown };
	readonly exchangeId: string;
}

let current: Inspector | Error | undefined;

/** @returns the inspector, or the reason why this process has none (the permission model, for example). */
export function inspector(): Inspector | Error {
	current ??= open();
	return current;
}

interface RemoteObject {
	readonly type: string;
	readonly objectId?: string;
	readonly description?: string;
	readonly value?: unknown;
}

interface Property {
	readonly name: string;
	readonly value?: RemoteObject;
}

interface Properties {
	readonly result: readonly Property[];
	readonly internalProperties?: readonly Property[];
}

function open(): Inspector | Error {
	try {
		const { Session } = builtin("node:inspector");
		const session: Session = new Session();
		session.connect();
		const post = (method: string, params?: object): unknown => {
			let outcome: { error: Error | null; result: unknown } | undefined;
			session.post(method, params, (error, result) => {
				outcome = { error, result };
			});
			if (outcome === undefined) throw new Error(`${method} did not answer synchronously`);
			if (outcome.error !== null) throw new Error(`${method}: ${JSON.stringify(outcome.error)}`);
			return outcome.result;
		};
		const exchange = { value: undefined };
		return {
			post,
			on: session.on.bind(session) as Inspector["on"],
			off: session.off.bind(session) as Inspector["off"],
			exchange,
			exchangeId: remoteIdOf(exchange, post),
		};
	} catch (error) {
		return error as Error;
	}
}

/** The one time that something global is needed: for the length of one synchronous call, under a fresh symbol. */
function remoteIdOf(object: object, post: Inspector["post"]): string {
	const description = `namesake-${Math.random()}`;
	const key = Symbol(description);
	// The inspector evaluates in the main context; this library may be in another one, as under Jest.
	const target = builtin("node:vm").runInThisContext("globalThis") as Record<symbol, unknown>;
	Object.defineProperty(target, key, ownDescriptor({ value: object, configurable: true, enumerable: false }));
	try {
		const expression = `Object.getOwnPropertySymbols(globalThis).filter((s) => s.description === "${description}").map((s) => globalThis[s])[0]`;
		const { result } = post("Runtime.evaluate", { expression, silent: true }) as { result: RemoteObject };
		if (result.objectId === undefined) throw new Error("the inspector gave no handle");
		return result.objectId;
	} finally {
		delete target[key];
	}
}

/** Where V8 says that a function is written: 0-based line and column of the script as it runs. */
export type FunctionLocation =
	| { readonly kind: "located"; readonly scriptId: string; readonly line: number; readonly column: number }
	| { readonly kind: "bound" }
	| { readonly kind: "native" }
	| { readonly kind: "unavailable"; readonly cause: Error };

/**
 * Asks V8 where a function is written. A proxy answers for its target.
 *
 * The place is the parenthesis of the parameters (functions, methods, classes with a constructor), the start of an arrow
 * function, or the word `class`.
 */
export function locateFunction(value: object): FunctionLocation {
	const session = inspector();
	if (session instanceof Error) return { kind: "unavailable", cause: session };
	try {
		return withHandle(session, value, (id) => locate(session, id));
	} catch (cause) {
		return { kind: "unavailable", cause: cause as Error };
	}
}

let compiled = 0;

/** The id of a script that is compiled now: V8 numbers them, so nothing else was compiled since an earlier one if the ids follow each other. */
export function nextScriptId(): number {
	// A text of its own: V8 gives an equal one the script that it has.
	const fn: object = new (builtin("node:vm").Script)(`(() => {})//${compiled++}`).runInThisContext();
	const location = locateFunction(fn);
	return location.kind === "located" ? Number(location.scriptId) : Number.NaN;
}

function locate(session: Inspector, id: string): FunctionLocation {
	const internal = internalsOf(session, id);
	const location = internal.get("[[FunctionLocation]]")?.value as
		| { scriptId: string; lineNumber: number; columnNumber: number }
		| undefined;
	if (location !== undefined)
		return { kind: "located", scriptId: location.scriptId, line: location.lineNumber, column: location.columnNumber };
	const target = internal.get("[[Target]]")?.objectId;
	if (target !== undefined) return locate(session, target);
	return { kind: internal.has("[[TargetFunction]]") ? "bound" : "native" };
}

/**
 * The variables of an ES module, by their local names, with what they hold at this moment, as seen from one of its
 * functions. V8 keeps there what is exported, imported or captured by a function, but not an anonymous default export.
 *
 * @returns undefined if the function is not of an ES module, or if it can't be told.
 */
export function moduleScopeOf(value: object): ReadonlyMap<string, unknown> | undefined {
	const session = inspector();
	if (session instanceof Error) return undefined;
	try {
		return withHandle(session, value, (id) => {
			const scopesId = internalsOf(session, id).get("[[Scopes]]")?.objectId;
			if (scopesId === undefined) return undefined;
			const scopes = (session.post("Runtime.getProperties", { objectId: scopesId, ownProperties: true }) as Properties)
				.result;
			const scopeId = scopes.find((scope) => scope.value?.description === "Module")?.value?.objectId;
			if (scopeId === undefined) return undefined;
			session.post("Runtime.callFunctionOn", {
				objectId: session.exchangeId,
				functionDeclaration: "function (scope) { this.value = scope; }",
				arguments: [{ objectId: scopeId }],
			});
			const scope = session.exchange.value as { object?: Record<string, unknown> } | undefined;
			return scope?.object === undefined ? undefined : dataPropertiesOf(scope.object);
		});
	} catch {
		return undefined;
	}
}

/** What a function has from the functions and blocks in which it was made: texts, numbers, and where functions of the same script are written. */
export type Captured = string | number | { readonly line: number; readonly column: number } | typeof OTHER;

/** Any other value. */
const OTHER: unique symbol = Symbol("other");

/**
 * @param isOfModule tells the variables of the module itself, which all of its functions share.
 * @returns undefined if it can't be told.
 */
export function capturedBy(value: object, isOfModule: (variable: string) => boolean): readonly Captured[] | undefined {
	const session = inspector();
	if (session instanceof Error) return undefined;
	const propertiesOf = (objectId: string) =>
		(session.post("Runtime.getProperties", { objectId, ownProperties: true }) as Properties).result;
	try {
		return withHandle(session, value, (id) => {
			const own = locate(session, id);
			const scopesId = internalsOf(session, id).get("[[Scopes]]")?.objectId;
			const scopes = scopesId === undefined ? [] : propertiesOf(scopesId);
			return scopes.flatMap((scope) => {
				const { objectId, description = "" } = scope.value ?? { type: "undefined" };
				if (objectId === undefined || /^(?:Global|Module|Script)\b/.test(description)) return [];
				const variables = propertiesOf(objectId);
				if (variables.some(({ name }) => isOfModule(name))) return [];
				return variables.flatMap(({ value: held }): Captured[] => {
					if (typeof held?.value === "string" || typeof held?.value === "number") return [held.value];
					const located =
						held?.type === "function" && held.objectId !== undefined ? locate(session, held.objectId) : undefined;
					return located?.kind === "located" && own.kind === "located" && located.scriptId === own.scriptId
						? [located]
						: [OTHER];
				});
			});
		});
	} catch {
		return undefined;
	}
}

function dataPropertiesOf(object: object): Map<string, unknown> {
	const properties = new Map<string, unknown>();
	for (const key of Object.keys(object)) {
		const property = ownProperty(object, key);
		if (property !== undefined && "value" in property) properties.set(key, property.value);
	}
	return properties;
}

/** Handles keep their objects alive until they are released: those of one question are released with it. */
function withHandle<T>(session: Inspector, value: object, ask: (id: string) => T): T {
	const group = "namesake";
	session.exchange.value = value;
	try {
		const { result } = session.post("Runtime.callFunctionOn", {
			objectId: session.exchangeId,
			functionDeclaration: "function () { return this.value; }",
			objectGroup: group,
		}) as { result: RemoteObject };
		if (result.objectId === undefined) throw new Error("the inspector gave no handle");
		return ask(result.objectId);
	} finally {
		session.exchange.value = undefined;
		session.post("Runtime.releaseObjectGroup", { objectGroup: group });
	}
}

function internalsOf(session: Inspector, objectId: string): Map<string, RemoteObject> {
	const { internalProperties = [] } = session.post("Runtime.getProperties", {
		objectId,
		ownProperties: true,
	}) as Properties;
	return new Map(internalProperties.map(({ name, value }) => [name, value ?? { type: "undefined" }]));
}
