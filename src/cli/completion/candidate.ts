/** Something that may come next. */
export interface Candidate {
	readonly value: string;
	/** What it is, in a few words. */
	readonly about?: string | undefined;
}
