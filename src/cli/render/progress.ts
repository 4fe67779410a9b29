/** Shows how far a command is, on stderr. */
export interface Progress {
	update(done: number): void;
	stop(): void;
}

const PATIENCE_MS = 1000;
/** Between lines in a pipe: a log shows that the command is alive, and stays short. */
const PERIOD_MS = 5000;

/** Shows nothing in the first second. On a terminal a spinner moves; elsewhere there is a line every few seconds, and a last one. */
export function startProgress(text: (done: number) => string): Progress {
	return process.stderr.isTTY === true ? startSpinner(text) : startLines(text);
}

function startSpinner(text: (done: number) => string): Progress {
	const start = performance.now();
	let spinner: { text: string; stop(): unknown } | undefined;
	let state: "quiet" | "starting" | "stopped" = "quiet";
	let shown = "";
	return {
		update(done) {
			shown = text(done);
			if (spinner !== undefined) spinner.text = shown;
			if (state !== "quiet" || performance.now() - start < PATIENCE_MS) return;
			state = "starting";
			void import("yocto-spinner").then(({ default: yoctoSpinner }) => {
				if (state !== "stopped") spinner = yoctoSpinner({ text: shown, stream: process.stderr }).start();
			});
		},
		stop() {
			state = "stopped";
			spinner?.stop();
		},
	};
}

function startLines(text: (done: number) => string): Progress {
	let next = performance.now() + PATIENCE_MS;
	let written: number | undefined;
	let last: number | undefined;
	let isStopped = false;
	const write = (done: number) => {
		written = done;
		process.stderr.write(`namesake: ${text(done)}\n`);
	};
	return {
		update(done) {
			last = done;
			if (isStopped || performance.now() < next) return;
			next = performance.now() + PERIOD_MS;
			write(done);
		},
		stop() {
			isStopped = true;
			if (written !== undefined && last !== undefined && written !== last) write(last);
		},
	};
}
