const REST_MS = 1000;
/** Looking may take this part of the time. */
const SHARE = 20;

/**
 * Until when folders are not looked through again: whoever sends wrong names must not make a worker read the disk all day.
 *
 * @param begin when looking began, in milliseconds of `performance.now()`, as is the result.
 */
export function restsUntil(begin: number): number {
	const end = performance.now();
	return end + Math.max(REST_MS, SHARE * (end - begin));
}
