import { type Callable, type LoadOptions, load, TaskResolver, TrackedInstance } from "namesake";
import sqlite from "node-sqlite3-wasm";
import { ordersFrom } from "./orders.ts";
import { quote } from "./pricing.ts";

// SQLite as WebAssembly needs no install script, and Node 20 has no `node:sqlite`.
const database = new sqlite.Database();
database.run("CREATE TABLE sales (id TEXT, country TEXT, total INTEGER)");
for (const country of ["DE", "FR"])
	for (const id of ordersFrom(country))
		database.run("INSERT INTO sales VALUES (?, ?, ?)", [id, country, quote(id).total]);

/** A task that is no function: a query. As a tracked instance it is named by the variable that holds it. */
class SqlTask extends TrackedInstance {
	readonly #query: string;

	constructor(query: string) {
		super();
		this.#query = query;
	}

	rows(...values: sqlite.JSValue[]): sqlite.QueryResult[] {
		return database.all(this.#query, values);
	}
}

export const byCountry = new SqlTask("SELECT country, sum(total) AS total FROM sales GROUP BY country");
export const largest = new SqlTask("SELECT id, total FROM sales ORDER BY total DESC LIMIT ?");

/** Another process finds a query by its name, and calls the function that runs it. */
class SqlResolver extends TaskResolver<SqlTask> {
	override readonly name = "sql";

	override loaderArgs(query: SqlTask): readonly string[] {
		return [query.location];
	}

	override async loadTask([location = ""]: readonly string[], options?: LoadOptions): Promise<Callable> {
		const query = await load(location, options);
		if (!(query instanceof SqlTask)) throw new TypeError(`${location} is no query`);
		return (...values: sqlite.JSValue[]) => query.rows(...values);
	}

	override getAllTasks(): readonly SqlTask[] {
		return [byCountry, largest];
	}
}

export const sql = new SqlResolver();
