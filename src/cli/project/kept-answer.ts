import { readFileSync } from "node:fs";
import { hashOf } from "./content-hashes.ts";
import { environmentHash, type ProjectState } from "./project-state.ts";
import { writeWhole } from "./write-whole.ts";

interface Contents<Answer> {
	readonly key: string;
	/** The variables of the environment on which it depends, and their hash. */
	readonly variables: readonly string[];
	readonly environment: string;
	readonly answer: Answer;
}

/**
 * The whole answer of a run, which the next run gives again if nothing has changed: then it neither reads the lock nor what is kept of each file, which
 * of 1,000 modules takes as long as all else that is left.
 */
export class KeptAnswer<Answer> {
	readonly #file: string;
	readonly #key: string;

	/**
	 * @param use the command and its options.
	 * @param files what the answer depends on besides the sources.
	 */
	constructor(state: ProjectState, use: string, files: readonly string[]) {
		const { hashes, surroundings } = state;
		this.#file = state.cacheFile("answer", use);
		// Messages have paths from the working directory.
		const contents = [...state.files, ...files].map((file) => hashes.of(file));
		this.#key = hashOf([use, surroundings, process.cwd(), ...contents].join("\0"));
	}

	read(): Answer | undefined {
		try {
			const { key, variables, environment, answer } = JSON.parse(readFileSync(this.#file, "utf8")) as Contents<Answer>;
			return key === this.#key && environmentHash(variables) === environment ? answer : undefined;
		} catch {
			return undefined;
		}
	}

	/** An answer that can't be written is not kept. */
	write(answer: Answer, variables: readonly string[]): void {
		const contents = { key: this.#key, variables, environment: environmentHash(variables), answer };
		try {
			writeWhole(this.#file, JSON.stringify(contents satisfies Contents<Answer>));
		} catch {
			// The folder is read-only.
		}
	}
}
