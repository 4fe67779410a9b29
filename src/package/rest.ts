const REST_MS = 1000;
/** Looking may take this part of the time. */
const SHARE = 20;

/**
 * When folders may be looked through again. Without a rest, somebody who sends wrong names could keep a worker reading the disk.
 *
 * @param begin when looking began, in milliseconds of `performance.now()`, as is the result.
 */
export function restsUntil(begin: number): number {
	const end = performance.now();
	return end + Math.max(REST_MS, SHARE * (end - begin));
}
