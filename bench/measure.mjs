/** Interleaved measurements, and what is made of them: ratios, each from two figures of one round. */

/**
 * Something that is measured: it gives the figure of one run, in whatever unit its row has.
 * @typedef {() => number | Promise<number>} Contestant
 */

/**
 * Measures contestants one after the other, again and again, so that what else the machine does meanwhile meets all of them.
 * Every second round goes backwards. One round in front does not count.
 * @template {string} Name
 * @param {Record<Name, Contestant>} contestants
 * @param {number} rounds
 * @param {number} [warmUps]
 * @returns {Promise<Record<Name, number[]>>} a figure for each round
 */
export async function interleave(contestants, rounds, warmUps = 1) {
	const names = /** @type {Name[]} */ (Object.keys(contestants));
	const figures = /** @type {Record<Name, number[]>} */ ({});
	for (const name of names) figures[name] = [];
	for (let round = -warmUps; round < rounds; round++)
		for (const name of round % 2 === 0 ? names : [...names].reverse()) {
			const figure = await contestants[name]();
			if (round >= 0) figures[name].push(figure);
		}
	return figures;
}

/** @param {readonly number[]} figures */
export function median(figures) {
	return quantile(figures, 0.5);
}

/**
 * @param {readonly number[]} figures
 * @param {number} part
 */
function quantile(figures, part) {
	const sorted = [...figures].sort((a, b) => a - b);
	const at = (sorted.length - 1) * part;
	const low = sorted[Math.floor(at)] ?? Number.NaN;
	return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at % 1);
}

/**
 * One line of the table.
 * @typedef {object} Result
 * @property {string} work
 * @property {string} against what it is compared with
 * @property {string} ours the median, with its unit
 * @property {string} theirs
 * @property {number} value the median of the rounds' ratios, or differences
 * @property {readonly [number, number]} spread the quartiles of the same
 * @property {"×" | string} unit of value and spread
 * @property {Reach} [reach] none: the line is there to be known
 * @property {string} [note]
 */

/** @typedef {{ readonly atMost: number } | { readonly atLeast: number }} Reach */

/**
 * How many times our figure is theirs, round by round.
 * @param {object} line
 * @param {string} line.work
 * @param {string} line.against
 * @param {readonly number[]} line.ours
 * @param {readonly number[]} line.theirs
 * @param {(figure: number) => string} line.show
 * @param {Reach} [line.reach]
 * @param {string} [line.note]
 * @returns {Result}
 */
export function ratio({ work, against, ours, theirs, show, reach, note }) {
	const ratios = ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN));
	return line(work, against, show(median(ours)), show(median(theirs)), ratios, "×", reach, note);
}

/**
 * How many times faster we are: their figure by ours.
 * @param {Parameters<typeof ratio>[0]} line
 * @returns {Result}
 */
export function faster({ work, against, ours, theirs, show, reach, note }) {
	const ratios = ours.map((figure, round) => (theirs[round] ?? Number.NaN) / figure);
	return line(work, against, show(median(ours)), show(median(theirs)), ratios, "× faster", reach, note);
}

/**
 * How much more our figure is than theirs.
 * @param {Parameters<typeof ratio>[0] & { readonly unit: string }} line
 * @returns {Result}
 */
export function more({ work, against, ours, theirs, show, reach, note, unit }) {
	const differences = ours.map((figure, round) => figure - (theirs[round] ?? Number.NaN));
	return line(work, against, show(median(ours)), show(median(theirs)), differences, ` ${unit} more`, reach, note);
}

/**
 * @param {string} work
 * @param {string} against
 * @param {string} ours
 * @param {string} theirs
 * @param {readonly number[]} values
 * @param {string} unit
 * @param {Reach} [reach]
 * @param {string} [note]
 * @returns {Result}
 */
function line(work, against, ours, theirs, values, unit, reach, note) {
	const spread = /** @type {const} */ ([quantile(values, 0.25), quantile(values, 0.75)]);
	return {
		work,
		against,
		ours,
		theirs,
		value: median(values),
		spread,
		unit,
		...(reach === undefined ? {} : { reach }),
		...(note === undefined ? {} : { note }),
	};
}

/** @param {Result} result */
export function isMet({ value, reach }) {
	if (reach === undefined) return undefined;
	return "atMost" in reach ? value <= reach.atMost : value >= reach.atLeast;
}

/** @param {number} nanoseconds */
export function showNanoseconds(nanoseconds) {
	if (nanoseconds < 1000) return `${rounded(nanoseconds)} ns`;
	if (nanoseconds < 1e6) return `${rounded(nanoseconds / 1e3)} µs`;
	if (nanoseconds < 1e9) return `${rounded(nanoseconds / 1e6)} ms`;
	return `${rounded(nanoseconds / 1e9)} s`;
}

/** @param {number} milliseconds */
export function showMilliseconds(milliseconds) {
	return showNanoseconds(milliseconds * 1e6);
}

/** @param {number} bytes */
export function showBytes(bytes) {
	return `${rounded(bytes)} B`;
}

/** Three significant digits. @param {number} value */
export function rounded(value) {
	if (!Number.isFinite(value)) return String(value);
	const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
	return value.toFixed(Math.min(digits, 3));
}
