import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterThisProcess, dieTogether } from "./die-together.ts";
import { freePort } from "./free-port.ts";

/** How long a server may take to load its data. */
const READY_MS = 120_000;

/**
 * Why a test that needs Redis can't run, for `test(name, { skip: redisMissing }, …)`; false if it can. In CI nothing is skipped.
 */
export const redisMissing: string | false = missing();

/** A Redis of its own, which ends with its scope or with this process. */
export interface Redis extends AsyncDisposable {
	readonly port: number;
	readonly url: string;
	/** Of the server that runs, or did last. */
	readonly pid: number;
	/** `kill -9`: what it has confirmed is on disk, and what it has not may be. */
	kill(): Promise<void>;
	/** Starts it again, on the same port and data, and waits until it answers. */
	restart(): Promise<void>;
	/** Ends it and removes its data. */
	stop(): Promise<void>;
}

/** Starts a server that writes every command to disk before it confirms it. */
export async function startRedis(): Promise<Redis> {
	if (redisMissing !== false) throw new Error(redisMissing);
	const folder = await mkdtemp(join(tmpdir(), "namesake-redis-"));
	const forget = afterThisProcess('sleep 1; rm -rf "$1"', folder);
	const stop = async () => {
		await end(server);
		await rm(folder, { recursive: true, force: true });
		forget();
	};
	let server: ChildProcess | undefined;
	try {
		const port = await freePort();
		server = await start(port, folder);
		return {
			port,
			url: `redis://127.0.0.1:${port}`,
			get pid() {
				return server?.pid ?? 0;
			},
			kill: () => end(server),
			restart: async () => {
				await end(server);
				server = await start(port, folder);
			},
			stop,
			[Symbol.asyncDispose]: stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function start(port: number, folder: string): Promise<ChildProcess> {
	const log = join(folder, "redis.log");
	const settings = {
		port,
		bind: "127.0.0.1",
		dir: folder,
		logfile: log,
		save: "",
		appendonly: "yes",
		appendfsync: "always",
		"maxmemory-policy": "noeviction",
	};
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const server = spawn("redis-server", args, { stdio: "ignore" });
	dieTogether(server);
	const deadline = Date.now() + READY_MS;
	while (!(await answers(server, port))) {
		if (isRunning(server) && Date.now() < deadline) {
			await sleep(10);
			continue;
		}
		const state = isRunning(server) ? "is not ready" : "ended at once";
		await end(server);
		throw new Error(`redis-server ${state}:\n${await readFile(log, "utf8").catch(() => "")}`);
	}
	return server;
}

/** Whether it has loaded its data, until when it answers `-LOADING`; and whether it is not another one on this port. */
function answers(server: ChildProcess, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		let answer = "";
		const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\nINFO server\r\nQUIT\r\n"));
		socket.setTimeout(1000, () => socket.destroy());
		socket.on("data", (data) => {
			answer += data;
		});
		socket.once("error", () => undefined);
		socket.once("close", () => resolve(answer.startsWith("+PONG") && answer.includes(`process_id:${server.pid}\r`)));
	});
}

async function end(server: ChildProcess | undefined): Promise<void> {
	if (server === undefined || !isRunning(server)) return;
	const exit = once(server, "exit");
	server.kill("SIGKILL");
	await exit;
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode === null && signalCode === null;
}

function missing(): string | false {
	const isThere = (env["PATH"] ?? "").split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, "redis-server"), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
	if (isThere) return false;
	const message = "there is no redis-server: apt-get install redis-server";
	if (env["CI"] !== undefined && env["CI"] !== "") throw new Error(message);
	return message;
}
