import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { redisMissing, startRedis } from "../redis.ts";
import { documents, readDocument } from "./documents.ts";
import { REDIS, type Section, sectionsOf, usesRedis } from "./markdown.ts";
import { createProject, firstOutputOf, outputOf } from "./project.ts";

// The examples that need Redis, each against a server of its own.

const root = process.cwd();

describe("examples with Redis", { skip: redisMissing, concurrency: 2 }, () => {
	for (const document of documents)
		for (const [index, section] of sectionsOf(readDocument(document)).entries())
			if (usesRedis(section) && section.commands.length > 0)
				it(`${document}, ${section.heading}: commands write what it says`, async () => {
					await using redis = await startRedis();
					const text = readDocument(document).replaceAll(REDIS, redis.url);
					await run(sectionsOf(text)[index] as Section, redis.url);
				});
});

async function run(section: Section, url: string): Promise<void> {
	await using fixture = await createProject(section);
	for (const name of ["bullmq", "ioredis"])
		await symlink(join(root, "node_modules", name), fixture.getPath("node_modules", name), "junction");
	for (const command of section.commands) {
		const isWorker = /\bworker\b/.test(command.text);
		const text = `REDIS_URL=${url} ${isWorker ? "exec " : ""}${command.text}`;
		const output = await (isWorker ? firstOutputOf : outputOf)({ ...command, text }, fixture);
		if (command.output.text !== "") assert.deepEqual(lines(output), lines(command.output.text));
	}
}

/** A worker's own line and its tasks' lines go to different streams, so their order is open. */
function lines(output: string): string[] {
	return output.split("\n").sort();
}
