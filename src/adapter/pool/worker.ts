import { registerTsx } from "../../hosts/tsx.ts";
import { loadFromFile } from "../../load/load.ts";
import { type Callable, callable } from "../../tracking/resolver.ts";
import { whileLoading } from "./loading.ts";
import { type Answer, decodeTarget, isPrimitive, type Primitive, type Request } from "./message.ts";
import { movedWith, unwrap } from "./movable.ts";
import { requireSendable } from "./sendable.ts";
import { encodeThrown } from "./thrown.ts";

/** Answers requests for one target. */
type Handler = (request: Request) => Primitive | object | Promise<Primitive | object>;

/** By target. Piscina keeps a thousand, and asks again for those that it has dropped. */
const handlers = new Map<string, Handler>();

/** What piscina calls in a worker thread. */
export function handlerOf(target: string): Handler {
	const known = handlers.get(target);
	if (known !== undefined) return known;
	/** A name is loaded once. */
	let task: Callable | undefined;
	const load = async (request: Request) => {
		task = await find(target);
		return callWith(task, request);
	};
	const handler: Handler = (request) => {
		try {
			const result = task === undefined ? load(request) : callWith(task, request);
			// A promise of what is there already takes some 2 % of a call.
			return isPrimitive(result) ? result : answer(result, target);
		} catch (error) {
			return failed(error);
		}
	};
	handlers.set(target, handler);
	return handler;
}

function callWith(task: Callable, request: Request): unknown {
	if (request === undefined) return task();
	return isPrimitive(request) ? task(request as never) : task(...(request as never[]));
}

async function answer(result: unknown, target: string): Promise<Primitive | object> {
	try {
		const awaited = await result;
		if (isPrimitive(awaited)) return awaited;
		const { value, transferList } = unwrap(awaited);
		if (transferList.length > 0) return movedWith({ value } satisfies Answer, transferList);
		// Piscina's worker would end with an error that says neither whose result it was nor what of it.
		requireSendable(value, "result", decodeTarget(target).name);
		return { value } satisfies Answer;
	} catch (error) {
		return failed(error);
	}
}

function failed(error: unknown): object {
	return { thrown: encodeThrown(error) } satisfies Answer;
}

async function find(target: string): Promise<Callable> {
	const { name, file, tsx } = decodeTarget(target);
	if (tsx !== undefined) await registerTsx(tsx);
	return callable(await whileLoading(name, () => loadFromFile(name, file)), name);
}
