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
	/** Those of functions that were called at all. */
	readonly #entered = new Map<string, Uint8Array>();

	constructor(isWanted: (url: string) => boolean) {
		this.#isWanted = isWanted;
		this.#session.connect();
		this.#post("Profiler.enable");
		this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
		// What ran before is none of ours: V8 has counted it if the process is itself being measured (NODE_V8_COVERAGE).
		this.#post("Profiler.takePreciseCoverage");
	}

	/** How many characters have run since the last question that had not run before. */
	news(): number {
		const { result } = this.#post("Profiler.takePreciseCoverage") as { result: readonly ScriptCoverage[] };
		let news = 0;
		for (const { url, functions } of result) {
			if (!this.#isWanted(url)) continue;
			const length = Math.max(...functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)));
			const all = ofLength(this.#covered, url, length);
			const entered = ofLength(this.#entered, url, length);
			// Outer ranges come before inner ones, which say otherwise of their part.
			const now = new Uint8Array(length);
			for (const { ranges } of functions) {
				const [whole] = ranges;
				if (whole !== undefined && whole.count > 0) entered.fill(1, whole.startOffset, whole.endOffset);
				for (const { startOffset, endOffset, count } of ranges) now.fill(count > 0 ? 1 : 0, startOffset, endOffset);
			}
			for (let at = 0; at < length; at++)
				if (now[at] === 1 && all[at] === 0) {
					all[at] = 1;
					news++;
				}
		}
		return news;
	}

	/** How much has run of the functions that were called, in percent of their characters; NaN if none was. */
	get percent(): number {
		return (100 * sumOf(this.#covered)) / sumOf(this.#entered);
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

function ofLength(texts: Map<string, Uint8Array>, url: string, length: number): Uint8Array {
	const known = texts.get(url);
	if (known !== undefined && known.length >= length) return known;
	const longer = new Uint8Array(length);
	longer.set(known ?? []);
	texts.set(url, longer);
	return longer;
}

function sumOf(texts: ReadonlyMap<string, Uint8Array>): number {
	return [...texts.values()].reduce((sum, text) => sum + text.reduce((count, bit) => count + bit, 0), 0);
}
