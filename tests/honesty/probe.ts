import assert from "node:assert/strict";

/** What a value is called, asked at once and asked again when {@link PROBE} may wait: a path, `not loadable: path`, or a code. */
interface Answer {
	readonly now: string;
	readonly later: string;
}

export type Told = Readonly<Record<string, Answer>>;

/** The files that the programs of these tests share. */
export const SHARED: Readonly<Record<string, string>> = {
	"probe.js": `
		import { extractTaskModule, findTaskModule, load } from "namesake";

		async function proved({ name, functionName, loadable }, value) {
			if (!loadable) return "not loadable: " + functionName;
			const loaded = await load(name).catch((error) => error);
			return loaded === value ? functionName : "A LIE: " + functionName;
		}

		function coded(error) {
			if (error?.name !== "NamesakeError") throw error;
			return error.code;
		}

		/** Asks for all at once first: who waits for one of them learns of its module what answers the others, too. */
		export async function tell(values) {
			const told = {};
			for (const [key, value] of Object.entries(values)) {
				if (value === null || (typeof value !== "object" && typeof value !== "function")) throw new Error(key + " is no object");
				try { told[key] = { now: extractTaskModule(value) } } catch (error) { told[key] = { now: coded(error) } }
			}
			for (const [key, value] of Object.entries(values))
				if (typeof told[key].now !== "string") told[key].now = await proved(told[key].now, value);
			for (const [key, value] of Object.entries(values))
				told[key].later = await findTaskModule(value).then((found) => proved(found, value), coded);
			return told;
		}

		/** Without waiting, and without proof. */
		export function tellNow(value) {
			try {
				const { functionName, loadable } = extractTaskModule(value);
				return loadable ? functionName : "not loadable: " + functionName;
			} catch (error) {
				return coded(error);
			}
		}
	`,
	"made.js": `
		import * as lib from "namesake";
		export const made = {};
		/** Its instances can be asked for by a key even if no variable holds them any more. */
		export class A extends lib.TrackedInstance { constructor(key) { super(); made[key] = this; } }
		// For CommonJS, eval and data: modules.
		globalThis.A = A;
		globalThis.lib = lib;
	`,
};

const NOT_LOADABLE = /^(?:not loadable: .+|[A-Z_]+)$/;

export function assertNotLoadable(told: Told, ...keys: readonly string[]): void {
	for (const key of keys) {
		assert.match(told[key]?.now ?? "", NOT_LOADABLE, `${key}, asked at once`);
		assert.match(told[key]?.later ?? "", NOT_LOADABLE, `${key}, waited for`);
	}
}

/** The name is loadable, and leads to the value. */
export function assertLoadable(told: Told, paths: Readonly<Record<string, string>>): void {
	for (const [key, path] of Object.entries(paths)) assert.deepEqual(told[key], { now: path, later: path }, key);
}
