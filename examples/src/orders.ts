/** The orders of a very small shop, in memory. */
export interface Order {
	readonly id: string;
	readonly email: string;
	readonly country: "DE" | "FR";
	readonly items: readonly { readonly title: string; readonly cents: number; readonly count: number }[];
}

const orders: readonly Order[] = [
	{
		id: "A-1",
		email: "ada@example.com",
		country: "DE",
		items: [
			{ title: "Notebook", cents: 450, count: 3 },
			{ title: "Pencil", cents: 120, count: 2 },
		],
	},
	{ id: "B-2", email: "blaise@example.com", country: "FR", items: [{ title: "Ruler", cents: 300, count: 1 }] },
];

export function findOrder(id: string): Order {
	const order = orders.find((candidate) => candidate.id === id);
	if (order === undefined) throw new Error(`there is no order ${id}`);
	return order;
}

/** Not exported by itself, so it has no name that another process could load. */
function isFrom(order: Order, country: string): boolean {
	return order.country === country;
}

export const ordersFrom = (country: string): readonly string[] =>
	orders.filter((order) => isFrom(order, country)).map(({ id }) => id);
