import { UsageError } from "./exit.ts";

/** @returns the URL without its user and password, for messages. */
export function redisServer(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === "")
		throw new UsageError(
			`--redis must be redis://host:port or rediss://host:port, for example redis://127.0.0.1:6379, not ${JSON.stringify(text)}`,
		);
	return `${url.protocol}//${url.host}${url.pathname}`;
}

export function checkQueueName(queue: string): void {
	if (queue === "" || queue.includes(":"))
		throw new UsageError(`the name of a BullMQ queue must not be empty or contain a colon: ${JSON.stringify(queue)}`);
}

/**
 * Imports what needs BullMQ.
 *
 * @param who needs it, in words.
 * @throws UsageError if it is not installed.
 */
export async function withBullMQ<Module>(who: string, load: () => Promise<Module>): Promise<Module> {
	try {
		// Without it BullMQ says so only when it connects, and in words of its own.
		await import("ioredis");
		return await load();
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code !== "ERR_MODULE_NOT_FOUND" || !/'(?:bullmq|ioredis)'/.test(message)) throw error;
		throw new UsageError(`${who} needs BullMQ. Run \`npm install bullmq ioredis\``);
	}
}
