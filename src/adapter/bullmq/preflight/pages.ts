import type { Redis } from "ioredis";

/** How many ids are asked for at once. */
const PAGE = 1000;

/**
 * What is in a list or in a sorted set, page by page, however long it is. Whatever stays there while it is read is among it: BullMQ
 * adds to the head of a list and takes from its tail, so that a page from the head can only repeat what the last one had; and for sets
 * that is what `ZSCAN` promises.
 */
export async function* pagesOf(redis: Redis, key: string, type: "list" | "zset"): AsyncGenerator<readonly string[]> {
	yield* type === "list" ? listPages(redis, key) : setPages(redis, key);
}

async function* listPages(redis: Redis, key: string): AsyncGenerator<readonly string[]> {
	for (let start = 0; ; start += PAGE) {
		const page = await redis.lrange(key, start, start + PAGE - 1);
		if (page.length > 0) yield page;
		if (page.length < PAGE) return;
	}
}

async function* setPages(redis: Redis, key: string): AsyncGenerator<readonly string[]> {
	let cursor = "0";
	do {
		const [next, pairs] = await redis.zscan(key, cursor, "COUNT", PAGE);
		const page = pairs.filter((_, index) => index % 2 === 0);
		if (page.length > 0) yield page;
		cursor = next;
	} while (cursor !== "0");
}
