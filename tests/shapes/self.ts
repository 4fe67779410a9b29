import { type CorpusFile, instance, named, proved, source, VALUE } from "./row.ts";

/** M1: a module that tells its own names when it is asked to, as the main module, in a worker, or imported. */
export const self: readonly CorpusFile[] = [
	{
		file: "self.ts",
		text: source`
			import { isMainThread, parentPort } from "node:worker_threads";
			import { extractTaskModule, load, task } from "namesake";
			import { A, make } from "./classes.ts";
			export function send() {}
			export const a = new A();
			export const made = make();
			export const t = task(async () => "done");
			export default { m() {} };
			const box = { m: send };

			async function tell() {
				const names = [send, t].map((value) => extractTaskModule(value).name);
				for (const value of [a, made, t]) names.push(value.instantiatedIn + "#" + (await value.findLhs()));
				const loaded = [send, a, made, t].map(async (value) => (await load(extractTaskModule(value).name)) === value);
				return { names, identical: await Promise.all(loaded), loadable: extractTaskModule(box.m).loadable };
			}
			if (process.env.ACME_TELL === "1")
				setTimeout(async () => {
					const told = await tell().catch((error) => ({ code: error.code ?? "no code", message: String(error.stack) }));
					if (isMainThread) console.log(JSON.stringify(told));
					else parentPort.postMessage(told);
				}, 5);
		`,
		rows: [
			named("M1", "send"),
			named("M1", "default.m"),
			instance("M1", "a"),
			instance("M1", "t"),
			proved("M1", "made", VALUE),
		],
	},
];

/** What `self.ts` tells, wherever it runs. */
export const SELF_TELLS = {
	names: ["send", "t", "a", "made", "t"].map((path) => `@acme/app/src/self#${path}`),
	identical: [true, true, true, true],
	loadable: true,
} as const;
