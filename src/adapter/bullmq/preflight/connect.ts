import { QueueKeys } from "bullmq";
import { Redis } from "ioredis";
import { nearest } from "../../../base/nearest.ts";
import { toErrorSummary } from "../../../base/text.ts";
import { type JobNames, type KeyOf, type ReadOptions, readJobNames } from "./job-names.ts";

/** Why a queue can't be read. */
export class QueueUnreadable extends Error {
	override readonly name = "QueueUnreadable";
}

/** How long Redis may take for an answer, in milliseconds. */
const PATIENCE_MS = 20_000;
/** How many keys are looked at for the names of other queues. */
const MAX_LOOKED_AT = 100_000;

/** Queues of BullMQ in one Redis, to look at; nothing that is sent to it changes anything. */
export class QueueReader implements AsyncDisposable {
	readonly #redis: Redis;
	readonly #prefix: string;
	readonly #server: string;

	private constructor(redis: Redis, prefix: string, server: string) {
		this.#redis = redis;
		this.#prefix = prefix;
		this.#server = server;
	}

	/**
	 * @param url `redis[s]://…`
	 * @param server what the server is called in messages: the URL without user and password.
	 * @param prefix of BullMQ's keys.
	 * @throws QueueUnreadable if the server can't be reached.
	 */
	static async open(url: string, server: string, prefix: string): Promise<QueueReader> {
		const redis = new Redis(url, {
			lazyConnect: true,
			// One that is gone is told, not waited for.
			retryStrategy: null,
			maxRetriesPerRequest: 0,
			connectTimeout: PATIENCE_MS,
			commandTimeout: PATIENCE_MS,
			// That needs INFO, which whoever may only read may not send.
			enableReadyCheck: false,
		});
		let reason: unknown;
		// Without a listener ioredis prints it.
		redis.on("error", (error: Error) => {
			reason = error;
		});
		try {
			await redis.connect();
			// A password that is missing or wrong shows with the first command only.
			await redis.exists(`${prefix}:`);
		} catch (error) {
			redis.disconnect();
			throw new QueueUnreadable(`${server} can't be read: ${wordsOf(reason ?? error)}`, { cause: error });
		}
		return new QueueReader(redis, prefix, server);
	}

	/**
	 * The names of the jobs in a queue.
	 *
	 * @throws QueueUnreadable if there is no such queue, or it can't be read.
	 */
	async read(queue: string, options: ReadOptions): Promise<JobNames> {
		const keys = new QueueKeys(this.#prefix);
		const keyOf: KeyOf = (type) => keys.toKey(queue, type);
		try {
			if (!(await this.#isThere(keyOf))) throw await this.#missing(queue);
			return await readJobNames(this.#redis, keyOf, options);
		} catch (error) {
			if (error instanceof QueueUnreadable) throw error;
			throw new QueueUnreadable(`the queue ${queue} at ${this.#server} can't be read: ${wordsOf(error)}`, {
				cause: error,
			});
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#redis.disconnect();
	}

	async #isThere(keyOf: KeyOf): Promise<boolean> {
		const types = ["meta", "id", "wait", "paused", "active", "delayed", "prioritized", "failed", "repeat", "events"];
		return (await this.#redis.exists(...types.map(keyOf))) > 0;
	}

	async #missing(queue: string): Promise<QueueUnreadable> {
		const queues = await this.#queues();
		const alike = nearest(queue, queues);
		const shown = alike.length > 0 ? alike : queues.slice(0, 5);
		const hint = shown.length > 0 ? `. ${alike.length > 0 ? "Nearest" : "Queues"}: ${shown.join(", ")}` : "";
		return new QueueUnreadable(
			`there is no queue ${JSON.stringify(queue)} with the prefix ${JSON.stringify(this.#prefix)} at ${this.#server}${hint}`,
		);
	}

	/** The names of queues, as far as they are found with little work. */
	async #queues(): Promise<string[]> {
		const [start, end] = [`${this.#prefix}:`, ":meta"];
		const found = new Set<string>();
		let cursor = "0";
		for (let seen = 0; seen < MAX_LOOKED_AT; seen += 1000) {
			const [next, keys] = await this.#redis.scan(cursor, "MATCH", `${escapeGlob(start)}*${end}`, "COUNT", 1000);
			for (const key of keys) found.add(key.slice(start.length, -end.length));
			cursor = next;
			if (cursor === "0") break;
		}
		return [...found].filter((name) => !name.includes(":")).sort();
	}
}

function escapeGlob(text: string): string {
	return text.replaceAll(/[*?[\]\\]/g, "\\$&");
}

/** An error of Node for a host with several addresses has no message of its own. */
function wordsOf(error: unknown): string {
	const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
	return message === "" && code !== undefined ? code : toErrorSummary(error);
}
