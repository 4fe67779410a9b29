import { IndexTaskResolver } from "namesake";
import { ordersFrom } from "./orders.ts";
import { quote } from "./pricing.ts";

/** Made in a loop, held by no variable: the resolver finds them by their index. */
export const reports = new IndexTaskResolver();

for (const country of ["DE", "FR"])
	reports.add(async () => {
		const ids = ordersFrom(country);
		return { country, orders: ids, total: ids.reduce((sum, id) => sum + quote(id).total, 0) };
	});
