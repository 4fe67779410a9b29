/** What piscina loads in a worker thread: it has a handler for each target. Only what a CommonJS module exports can be a Proxy. */
module.exports = new Proxy(
	{},
	{
		get(_, name) {
			// Piscina takes the exports themselves only if they look compiled from an ES module.
			if (name === "__esModule") return true;
			// A promise that has this object for its value asks for it.
			if (typeof name !== "string" || name === "then") return undefined;
			return import("./worker.ts").then(({ handlerOf }) => handlerOf(name));
		},
	},
);
