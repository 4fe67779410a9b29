import { Session } from "node:inspector";

interface ScriptCoverage {
	readonly url: string;
	readonly functions: readonly {
		readonly ranges: readonly { startOffset: number; endOffset: number; count: number }[];
	}[];
}

/** Which characters of some scripts have run, as V8 counts them by blocks: what a fuzzer goes by. */
export class Coverage implements Disposable {
	readonly #session = new Session();
	readonly #isWanted: (url: string) => boolean;
	readonly #covered = new Map<string, Uint8Array>();

	constructor(isWanted: (url: string) => boolean) {
		this.#isWanted = isWanted;
		this.#session.connect();
		this.#post("Profiler.enable");
		this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
	}

	/** How many characters have run since the last question that had not run before. */
	news(): number {
		const { result } = this.#post("Profiler.takePreciseCoverage") as { result: readonly ScriptCoverage[] };
		let news = 0;
		for (const { url, functions } of result) {
			if (!this.#isWanted(url)) continue;
			const length = Math.max(...functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)));
			let all = this.#covered.get(url);
			if (all === undefined || all.length < length) {
				const longer = new Uint8Array(length);
				longer.set(all ?? []);
				all = longer;
				this.#covered.set(url, all);
			}
			// Outer ranges come before inner ones, which say otherwise of their part.
			const now = new Uint8Array(length);
			for (const { ranges } of functions)
				for (const { startOffset, endOffset, count } of ranges) now.fill(count > 0 ? 1 : 0, startOffset, endOffset);
			for (let at = 0; at < length; at++)
				if (now[at] === 1 && all[at] === 0) {
					all[at] = 1;
					news++;
				}
		}
		return news;
	}

	/** How much of the scripts has run, in percent of their characters. */
	get percent(): number {
		const all = [...this.#covered.values()];
		const run = all.reduce((sum, part) => sum + part.reduce((count, bit) => count + bit, 0), 0);
		return (100 * run) / all.reduce((sum, { length }) => sum + length, 0);
	}

	[Symbol.dispose](): void {
		this.#post("Profiler.stopPreciseCoverage");
		this.#session.disconnect();
	}

	#post(method: string, params: object = {}): unknown {
		let outcome: unknown;
		this.#session.post(method, params, (error, result) => {
			if (error !== null) throw error;
			outcome = result;
		});
		return outcome;
	}
}
