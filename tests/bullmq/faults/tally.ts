/** Counts messages that differ in numbers and ids only as one. */
export class Tally {
	readonly #counts = new Map<string, number>();

	add(message: string): void {
		const kind = message
			.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}\S*/g, "<id>")
			.replaceAll(/\d+/g, "N")
			.trim();
		if (kind !== "") this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
	}

	/** The most frequent first. */
	toString(): string {
		const sorted = [...this.#counts].sort(([, a], [, b]) => b - a);
		return sorted.map(([kind, count]) => `${count} × ${kind}`).join("; ") || "none";
	}
}
