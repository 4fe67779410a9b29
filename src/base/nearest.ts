import { distance } from "fastest-levenshtein";

/** Up to three candidates that are most like what was asked, the nearest first; what is not alike is left out. */
export function nearest(asked: string, candidates: Iterable<string>): string[] {
	return (
		[...new Set(candidates)]
			.map((candidate) => ({ candidate, limit: Math.max(2, differentLength(asked, candidate) * 0.4) }))
			// No text is nearer to another than their lengths are: most of them need not be compared.
			.filter(({ candidate, limit }) => Math.abs(asked.length - candidate.length) <= limit)
			.map(({ candidate, limit }) => ({ candidate, limit, far: distance(asked, candidate) }))
			.filter(({ far, limit }) => far <= limit)
			.sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
			.slice(0, 3)
			.map(({ candidate }) => candidate)
	);
}

/** The folders that two names share say nothing about how alike they are. */
function differentLength(asked: string, candidate: string): number {
	let at = 0;
	let start = 0;
	while (at < asked.length && asked[at] === candidate[at]) if (asked[at++] === "/") start = at;
	const [one, other] = [asked[at], candidate[at]];
	if (one === undefined && (other === undefined || other === "/")) return 0;
	return asked.length - (one === "/" && other === undefined ? at + 1 : start);
}
