/**
 * Istanbul's counters (nyc, Jest's coverage) stand in a text that is one module still, and name its file; `compact`, which nyc sets, writes it in one line.
 * https://github.com/istanbuljs/istanbuljs/blob/istanbul-lib-instrument-v6.0.3/packages/istanbul-lib-instrument/src/visitor.js (coverageTemplate)
 */
export function isInstrumented(text: string, file: string): boolean {
	return /\bfunction cov_\w+\(\)/.test(text) && text.includes(JSON.stringify(file));
}
