/** Shows how far a command is, on stderr. */
export interface Progress {
	update(done: number): void;
	stop(): void;
}

const PATIENCE_MS = 1000;

/** Nothing is shown to whoever has not waited for a second; on a terminal it moves, elsewhere it is one line. */
export function startProgress(text: (done: number) => string): Progress {
	const start = performance.now();
	let spinner: { text: string; stop(): unknown } | undefined;
	let state: "quiet" | "starting" | "shown" | "stopped" = "quiet";
	return {
		update(done) {
			if (spinner !== undefined) spinner.text = text(done);
			if (state !== "quiet" || performance.now() - start < PATIENCE_MS) return;
			state = "starting";
			if (!process.stderr.isTTY) {
				process.stderr.write(`namesake: ${text(done)}\n`);
				return;
			}
			void import("yocto-spinner").then(({ default: yoctoSpinner }) => {
				if (state === "stopped") return;
				spinner = yoctoSpinner({ text: text(done), stream: process.stderr }).start();
				state = "shown";
			});
		},
		stop() {
			state = "stopped";
			spinner?.stop();
		},
	};
}
