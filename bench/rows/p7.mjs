import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { namingProject } from "../generate.mjs";
import { faster, interleave, showMilliseconds } from "../measure.mjs";
import { runProgram } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "add and run jobs on BullMQ",
	async measure({ short }) {
		if (spawnSync("redis-server", ["--version"]).status !== 0) return "no redis-server on the PATH";
		const jobs = short ? 1000 : 20_000;
		const project = namingProject(100);
		writeFileSync(
			join(project, "src", "job.mjs"),
			'import { task } from "namesake";\nexport const job = task(async (n) => n + 1);\n',
		);
		const redis = await startRedis();
		try {
			const run = (/** @type {string} */ who) => () => runProgram("p7.mjs", [who, redis.port, jobs, project]).all;
			const { ours, floor } = await interleave({ ours: run("ours"), floor: run("bare") }, short ? 1 : 3, 0);
			return [
				faster({
					work: `${jobs} jobs through TaskQueue and TaskWorker`,
					against: "BullMQ alone, same settings",
					ours,
					theirs: floor,
					show: showMilliseconds,
					reach: { atLeast: 0.97 },
				}),
			];
		} finally {
			redis.stop();
		}
	},
};

/** A server of its own, in memory only. */
async function startRedis() {
	const folder = mkdtempSync(join(tmpdir(), "namesake-bench-"));
	const port = await freePort();
	const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"];
	const server = spawn("redis-server", args, { stdio: "ignore" });
	const stop = () => {
		server.kill("SIGKILL");
		rmSync(folder, { recursive: true, force: true });
	};
	process.once("exit", stop);
	for (let tries = 0; tries < 100; tries++) {
		if (await answers(port)) return { port, stop };
		await sleep(50);
	}
	stop();
	throw new Error("redis-server does not answer");
}

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});
}
