/** A folder of outputs and the folder of their sources, relative to the package, with forward slashes; `""` is its root. */
export interface OutputRoot {
	readonly output: string;
	readonly source: string;
	/**
	 * What an output without a source file means. `always`: the author declared the mapping, files are not asked.
	 * `yes`: it is an output all the same, as in an install without sources. `no`: it is no output of this mapping.
	 * `unknown`: it is an output, but of which source can't be known.
	 */
	readonly withoutSource: "always" | "yes" | "no" | "unknown";
}
