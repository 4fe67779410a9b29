interface Followers {
	readonly abort: () => void;
	readonly all: Set<() => void>;
}

const followers = new WeakMap<AbortSignal, Followers>();

/**
 * Calls back when a signal aborts, at once if it has. One listener does for all who follow a signal: Node warns of more than ten.
 *
 * @returns ends that.
 */
export function follow(signal: AbortSignal, callback: () => void): () => void {
	if (signal.aborted) {
		callback();
		return () => undefined;
	}
	let found = followers.get(signal);
	if (found === undefined) {
		const all = new Set<() => void>();
		found = {
			all,
			abort: () => {
				for (const each of all) each();
			},
		};
		followers.set(signal, found);
		signal.addEventListener("abort", found.abort, { once: true });
	}
	const { abort, all } = found;
	all.add(callback);
	return () => {
		all.delete(callback);
		if (all.size > 0) return;
		signal.removeEventListener("abort", abort);
		followers.delete(signal);
	};
}
