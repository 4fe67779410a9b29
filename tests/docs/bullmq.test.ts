import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { redisMissing, startRedis } from "../redis.ts";
import { sectionsOf } from "./markdown.ts";
import { createProject, firstOutputOf, outputOf } from "./project.ts";

const root = process.cwd();

it("docs/bullmq.md: what its commands write is true of a real Redis", { skip: redisMissing }, async () => {
	await using redis = await startRedis();
	const text = readFileSync(join(root, "docs/bullmq.md"), "utf8").replaceAll(":6379", `:${redis.port}`);
	const section = sectionsOf(text).find(({ commands }) => commands.length > 0);
	assert.ok(section !== undefined && section.commands.length === 2);
	await using fixture = await createProject(section);
	for (const name of ["bullmq", "ioredis"])
		await symlink(join(root, "node_modules", name), fixture.getPath("node_modules", name), "junction");
	const [produce, work] = section.commands;
	assert.ok(produce !== undefined && work !== undefined);
	assert.equal(await outputOf(produce, fixture), produce.output.text);
	const command = { ...work, text: `REDIS_URL=${redis.url} exec ${work.text}` };
	// The line about Redis and what tasks write go to different streams.
	const lines = (output: string) => output.split("\n").sort();
	assert.deepEqual(lines(await firstOutputOf(command, fixture)), lines(work.output.text));
});
