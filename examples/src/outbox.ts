import { TrackedInstance } from "namesake";

export interface Delivery {
	readonly outbox: string;
	readonly to: string;
	readonly lines: readonly string[];
}

/** Knows which variable holds it, in whatever module it is made. */
export class Outbox extends TrackedInstance {
	readonly sender: string;

	constructor(sender: string) {
		super();
		this.sender = sender;
	}

	/** Nothing is sent: this is an example. */
	async deliver(to: string, lines: readonly string[]): Promise<Delivery> {
		await this.findLhs();
		return { outbox: this.location, to, lines: [...lines, `-- ${this.sender}`] };
	}
}

/** The factory: what it makes belongs to the module that calls it. */
export function createOutboxes(domain: string): { readonly sales: Outbox; readonly support: Outbox } {
	return { sales: new Outbox(`sales@${domain}`), support: new Outbox(`support@${domain}`) };
}
