import { loadFromFile } from "../../module/load.ts";
import { type Callable, callable } from "../../resolver.ts";
import { whileLoading } from "./loading.ts";
import { type Answer, decodeTarget, isPrimitive, type Primitive, type Request } from "./message.ts";
import { movedWith, unwrap } from "./movable.ts";
import { requireSendable } from "./sendable.ts";
import { encodeThrown } from "./thrown.ts";
import { registerTsx } from "./tsx.ts";

/** A name is loaded once. */
const tasks = new Map<string, Callable>();

/** What piscina calls in a worker thread. */
export default async function answer(request: Request): Promise<object | Primitive> {
	const target = request[0];
	try {
		const task = tasks.get(target) ?? (await find(target));
		const result: unknown = await task(...(request.slice(1) as never[]));
		if (isPrimitive(result)) return result;
		const { value, transferList } = unwrap(result);
		if (transferList.length > 0) return movedWith({ value } satisfies Answer, transferList);
		// Piscina's worker would end with an error that says neither whose result it was nor what of it.
		requireSendable(value, "result", decodeTarget(target).name);
		return { value } satisfies Answer;
	} catch (error) {
		return { thrown: encodeThrown(error) } satisfies Answer;
	}
}

async function find(target: string): Promise<Callable> {
	const { name, file, tsx } = decodeTarget(target);
	if (tsx !== undefined) await registerTsx(tsx);
	const task = callable(await whileLoading(name, () => loadFromFile(name, file)), name);
	tasks.set(target, task);
	return task;
}
