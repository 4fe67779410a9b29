import { cpSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { type App, app } from "../app.ts";
import { inRepository } from "../repository.ts";

/** What the programs in these tests have in common: tasks, and how they look at a queue. */
const FILES = {
	"src/jobs.js": `
		import { task } from "namesake";
		export const greet = task(async (who, times = 1) => ({ text: "hello ".repeat(times) + who }));
		export const sum = task((...numbers) => numbers.reduce((a, b) => a + b, 0));
		export const tasks = { list: [greet] };
		export const plain = () => 1;
		const hidden = task(() => 1);
		export const inside = () => task(() => 1);
		export const holder = { get hidden() { return hidden; } };
	`,
	"show.js": `
		/** A job as it is in Redis. */
		export const show = ({ name, data, opts, id }) => ({ name, data, id, attempts: opts.attempts, priority: opts.priority, delay: opts.delay });
		/** How a refusal is called, and its reason. */
		export const refusal = (promise) => promise.then(() => "taken", ({ code, why }) => code + ": " + why);
		export const connection = { url: process.argv[2], maxRetriesPerRequest: null };
	`,
};

/** A project with BullMQ, and tasks in it. */
export async function queueProject(files: Record<string, string>): Promise<App> {
	const project = await app({ ...FILES, ...files });
	for (const name of ["bullmq", "ioredis", "tsx"])
		symlinkSync(inRepository("node_modules", name), project.at(`node_modules/${name}`), "junction");
	return project;
}

/** Installs a copy of the package, with all that it depends on and without the peers. */
export function installWithoutPeers(project: App): void {
	rmSync(project.at("node_modules"), { recursive: true });
	for (const path of ["dist", "package.json"])
		cpSync(inRepository(path), project.at(`node_modules/namesake/${path}`), { recursive: true });
	for (const name of readdirSync(inRepository("node_modules")))
		if (!["bullmq", "ioredis", "namesake"].includes(name) && !name.startsWith("."))
			symlinkSync(inRepository("node_modules", name), project.at(`node_modules/${name}`), "junction");
}
