/** A CommonJS module from the old days of the shop. */

/**
 * @param {import("./orders.ts").Order} order
 * @param {import("./pricing.ts").Quote} quote
 */
exports.render = function render(order, quote) {
	const lines = order.items.map(({ title, cents, count }) => `${count} x ${title}: ${exports.euros(cents * count)}`);
	return [`Order ${order.id}`, ...lines, `VAT: ${exports.euros(quote.vat)}`, `Total: ${exports.euros(quote.total)}`];
};

/** @param {number} cents */
exports.euros = (cents) => `${(cents / 100).toFixed(2)} EUR`;
