import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { type App, app, TSX } from "../app.ts";
import { dieTogether } from "../die-together.ts";
import { redisMissing, startRedis } from "../redis.ts";
import { inRepository } from "../repository.ts";

const COUNT = 5;

/** A copy of the example, with some images and one file that is none. */
async function example(): Promise<App> {
	const folder = inRepository("examples/thumbnails");
	const project = await app({ "package.json": readFileSync(join(folder, "package.json"), "utf8") });
	for (const name of readdirSync(folder))
		if (!/^(?:images|node_modules|thumbnails)$/.test(name))
			await cp(join(folder, name), project.at(name), { recursive: true });
	for (const name of ["bullmq", "cli-progress", "ioredis", "piscina", "sharp", "tsx"])
		symlinkSync(inRepository("node_modules", name), project.at(`node_modules/${name}`), "junction");
	const made = await project.run("src/make-images.ts", { flags: ["--import", TSX], args: [String(COUNT)] });
	assert.equal(made.stdout, `${COUNT} images in images/\n`, made.stderr);
	await writeFile(project.at("images/broken.png"), "no image");
	return project;
}

async function checkThumbnails(project: App): Promise<void> {
	const files = readdirSync(project.at("thumbnails"));
	assert.deepEqual(files.sort(), Array.from({ length: COUNT }, (_, index) => `image-${index + 1}.jpg.webp`).sort());
	for (const file of files) {
		const { width, height, format } = await sharp(join(project.at("thumbnails"), file)).metadata();
		assert.deepEqual([width, height, format], [120, 80, "webp"]);
	}
}

const OPTIONS = { flags: ["--import", TSX], args: ["--width", "120"] };

test("examples/thumbnails on threads", async () => {
	await using project = await example();
	const { stdout, stderr, code } = await project.run("src/on-threads.ts", OPTIONS);
	assert.match(stdout, /^5 thumbnails, \d+\.\d kB, in \d+\.\d s$/m);
	assert.match(stderr, /images\/broken\.png: Input file contains unsupported image format/);
	assert.equal(code, 1, "one file is no image");
	await checkThumbnails(project);
});

test("examples/thumbnails on Redis, with a worker of the command beside it", { skip: redisMissing }, async () => {
	await using redis = await startRedis();
	await using project = await example();
	const env = { REDIS_URL: redis.url };
	const worker = spawn(process.execPath, [inRepository("dist/cli/bin.js"), "worker", "thumbnails"], {
		cwd: project.at(),
		env: { ...process.env, ...env, NODE_OPTIONS: "" },
		stdio: ["ignore", "inherit", "pipe"],
	});
	dieTogether(worker);
	let told = "";
	worker.stderr.on("data", (data) => {
		told += data;
	});
	while (!told.includes("waiting for jobs")) await once(worker.stderr, "data");
	const { stdout, stderr, code } = await project.run("src/on-redis.ts", { ...OPTIONS, env });
	assert.match(stdout, /^5 thumbnails, \d+\.\d kB, in \d+\.\d s$/m);
	assert.match(stderr, /images\/broken\.png: Input file contains unsupported image format/);
	assert.doesNotMatch(stderr, /Warning/);
	assert.equal(code, 1, "one file is no image");
	await checkThumbnails(project);
	const exit = once(worker, "exit");
	worker.kill("SIGTERM");
	assert.deepEqual(await exit, [0, null], told);
});
