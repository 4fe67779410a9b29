import { findOrder, type Order } from "./orders.ts";

export interface Quote {
	readonly net: number;
	readonly vat: number;
	readonly total: number;
}

/** Plain functions need nothing of namesake: they have names as they are. */
export function quote(orderId: string): Quote {
	const order = findOrder(orderId);
	const net = order.items.reduce((sum, { cents, count }) => sum + cents * count, 0);
	const vat = rates[order.country](net);
	return { net, vat, total: net + vat };
}

/** Members of objects have names, too: `rates.DE`. */
export const rates: Readonly<Record<Order["country"], (net: number) => number>> = {
	DE: (net) => Math.round(net * 0.19),
	FR: (net) => Math.round(net * 0.2),
};
