import { useParser } from "../source/parse.ts";

// In the thread of the hooks Node 22.18 can't require() an ES module ("The resolveSync() method is not implemented"), and the parser is one.
try {
	useParser(await import("oxc-parser"));
} catch {
	// Whoever parses is told why there is none.
}

/** What `module.register` loads in its thread. */
export { loadOnThread as load } from "./hooks.ts";
