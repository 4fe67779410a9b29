import { loadFromFile } from "../../module/load.ts";
import { type Callable, callable } from "../../resolver.ts";
import { whileLoading } from "./loading.ts";
import type { Answer, Request } from "./message.ts";
import { movedWith, unwrap } from "./movable.ts";
import { requireSendable } from "./sendable.ts";
import { encodeThrown } from "./thrown.ts";
import { registerTsx } from "./tsx.ts";

/** A name is loaded once. */
const tasks = new Map<string, Callable>();

/** What piscina calls in a worker thread. */
export default async function answer(request: Request): Promise<object> {
	try {
		const task = tasks.get(idOf(request)) ?? (await find(request));
		const result: unknown = await task(...(request.args as never[]));
		const { value, transferList } = unwrap(result);
		if (transferList.length > 0) return movedWith({ value } satisfies Answer, transferList);
		// Piscina's worker would end with an error that says neither whose result it was nor what of it.
		requireSendable(value, "result", request.name);
		return { value } satisfies Answer;
	} catch (error) {
		return { thrown: encodeThrown(error) } satisfies Answer;
	}
}

async function find(request: Request): Promise<Callable> {
	if (request.tsx !== undefined) await registerTsx(request.tsx);
	const { name, file } = request;
	const task = callable(await whileLoading(name, () => loadFromFile(name, file)), name);
	tasks.set(idOf(request), task);
	return task;
}

function idOf({ name, file }: Request): string {
	return `${name}\0${file}`;
}
