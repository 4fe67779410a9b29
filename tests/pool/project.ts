import { type App, app } from "../app.ts";

/** What the programs in these tests have in common: functions, and how they tell what is thrown. */
const FILES = {
	"src/jobs.js": `
		import { load, task } from "namesake";
		import { move } from "namesake/pool";
		import { threadId } from "node:worker_threads";
		export const add = (a, b) => a + b;
		export const thread = task(async () => threadId);
		export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms, ms));
		export class PaymentError extends RangeError {
			code = "E_PAY";
		}
		export function fails() {
			throw new PaymentError("no money", { cause: new TypeError("inner") });
		}
		export const throws = (what) => { throw { null: null, text: "text", zero: 0, symbol: Symbol("s") }[what]; };
		export const loads = (name) => load(name);
		export const big = () => ({ list: [1, () => 1] });
		export const exit = (code) => process.exit(code);
		export const oom = () => { for (const all = []; ;) all.push(new Array(10_000).fill(Math.random())); };
		export const never = () => new Promise(() => {});
		export const spin = () => { for (;;); };
		export const later = () => new Promise(() => setTimeout(() => { throw new Error("from a timer"); }, 5));
		export const size = (bytes) => bytes.byteLength;
		export const bytes = (count) => move(new Uint8Array(count));
		export const port = () => { const { port1, port2 } = new MessageChannel(); port1.postMessage("hello"); return move(port2); };
		export const holder = { get hidden() { return hidden; } };
		const hidden = () => 1;
		export const nested = () => () => 1;
	`,
	"tell.js": `
		/** How a promise ends: its value, or what is thrown, with the first line of its message. */
		export const tell = (promise) => promise.then((value) => ({ value }), (error) => {
			if (!(error instanceof Error)) return { thrown: error };
			const { name, code, message, why, cause } = error;
			return { name, class: error.constructor.name, code, message: message.split("\\n", 1)[0], why, cause: cause?.message ?? cause };
		});
	`,
};

/** A project with functions to be run on threads. */
export function poolProject(files: Record<string, string>): Promise<App> {
	return app({ ...FILES, ...files });
}
