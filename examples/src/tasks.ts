import { task } from "namesake";
import { findOrder } from "./orders.ts";
import { sales, support } from "./outboxes.ts";
import { quote } from "./pricing.ts";
import { render } from "./receipt.cjs";

/** A task is a function that knows its own name: `sendReceipt.location`. */
export const sendReceipt = task(async (orderId: string) => {
	const order = findOrder(orderId);
	return await sales.deliver(order.email, render(order, quote(orderId)));
});

export const reminders = {
	first: task(async (orderId: string) => await remind(orderId, "is waiting to be paid")),
	last: task(async (orderId: string) => await remind(orderId, "will be cancelled tomorrow")),
};

async function remind(orderId: string, what: string) {
	return await support.deliver(findOrder(orderId).email, [`Your order ${orderId} ${what}.`]);
}
