import type { Worker } from "node:worker_threads";
import type { Piscina } from "piscina";

/** In milliseconds; each further time is twice as long. */
const FIRST = 10;

/**
 * Ends the threads that a pool has ended until they are at an end.
 *
 * Node 22 and 24 lose a termination that comes while a module is being imported: the thread goes on, and where Node would look again whether
 * it is to end, it waits for ever in piscina's `Atomics.wait`, which another termination interrupts. Of pools that were destroyed while their
 * threads started, every tenth never was; and a thread that has been told to end keeps the process alive.
 */
export function endThreadsForSure(piscina: Piscina): void {
	// The event comes when piscina has called terminate(), and before it forgets the thread.
	piscina.on("workerDestroy", ({ id }: { readonly id: number }) => {
		const thread = piscina.threads.find(({ threadId }) => threadId === id);
		// One that has ended has no number any more.
		if (thread !== undefined && id >= 0) terminateUntilExit(thread);
	});
}

function terminateUntilExit(thread: Worker): void {
	let delay = FIRST;
	let timer: NodeJS.Timeout;
	const wait = () => {
		timer = setTimeout(() => {
			// Each call listens to the exit, too: a thread in a long call of native code would make Node warn of a leak.
			thread.setMaxListeners(0);
			void thread.terminate();
			delay *= 2;
			wait();
		}, delay).unref();
	};
	thread.once("exit", () => clearTimeout(timer));
	wait();
}
