import { EXIT } from "./exit.ts";

/**
 * Shows an error that nobody has caught, and ends the process as Node does. Node prints the whole source line: that of a minified file is megabytes
 * long, and a pipe loses what comes after it. Where the program has a listener of its own, that decides.
 */
export function onUncaught(render: (error: unknown) => string): void {
	process.on("uncaughtException", (error: unknown) => {
		if (process.listenerCount("uncaughtException") > 1) return;
		process.stderr.write(`${render(error)}\n`, () => process.exit(EXIT.no));
	});
}
