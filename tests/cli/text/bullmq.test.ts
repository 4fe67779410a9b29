import assert from "node:assert/strict";
import { test } from "node:test";
import { checkQueueName, redisServer, withBullMQ } from "../../../src/cli/process/bullmq.ts";
import { UsageError } from "../../../src/cli/process/exit.ts";

test("a server is shown without user and password", () => {
	assert.equal(redisServer("redis://ada:secret@cache:6379/2"), "redis://cache:6379/2");
	assert.equal(redisServer("rediss://:secret@cache"), "rediss://cache");
	for (const text of ["cache:6379", "http://cache", "redis://", ""]) assert.throws(() => redisServer(text), UsageError);
});

test("a queue has a name that BullMQ takes", () => {
	checkQueueName("mails");
	for (const name of ["", "a:b"]) assert.throws(() => checkQueueName(name), UsageError);
});

test("without BullMQ it is said how to install it; what else goes wrong stays what it is", async () => {
	const missing = Object.assign(new Error("Cannot find package 'bullmq' imported from x"), {
		code: "ERR_MODULE_NOT_FOUND",
	});
	await assert.rejects(
		withBullMQ("namesake worker", () => Promise.reject(missing)),
		(error) =>
			error instanceof UsageError && error.message === "namesake worker needs BullMQ. Run `npm install bullmq ioredis`",
	);
	const others = [
		Object.assign(new Error("Cannot find package 'other' imported from x"), { code: "ERR_MODULE_NOT_FOUND" }),
		new Error("'bullmq' is angry"),
	];
	for (const other of others)
		await assert.rejects(
			withBullMQ("namesake worker", () => Promise.reject(other)),
			(error) => error === other,
		);
	assert.equal(await withBullMQ("namesake worker", () => Promise.resolve(1)), 1);
});
