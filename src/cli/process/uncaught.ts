import { EXIT } from "./exit.ts";

/**
 * Shows an uncaught error, and ends the process as Node does. Node would print the whole source line, which in a minified file is megabytes long, and a
 * pipe may lose what follows it. A listener of the program's own takes precedence.
 */
export function onUncaught(render: (error: unknown) => string): void {
	process.on("uncaughtException", (error: unknown) => {
		if (process.listenerCount("uncaughtException") > 1) return;
		process.stderr.write(`${render(error)}\n`, () => process.exit(EXIT.no));
	});
}
