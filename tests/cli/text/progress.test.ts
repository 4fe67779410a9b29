import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { startProgress } from "../../../src/cli/render/progress.ts";

const { isTTY } = process.stderr;
afterEach(() => {
	mock.restoreAll();
	process.stderr.isTTY = isTTY;
});

/** What is written to stderr while nobody waits in truth: the clock is moved. */
function watched(terminal: boolean) {
	const written: string[] = [];
	let now = 0;
	mock.method(performance, "now", () => now);
	mock.method(process.stderr, "write", (text: string) => written.push(text) > 0);
	process.stderr.isTTY = terminal;
	// What a terminal has besides.
	const moved = () => true;
	Object.assign(process.stderr, terminal ? { cursorTo: moved, clearLine: moved, moveCursor: moved } : {});
	const wait = (milliseconds: number) => {
		now += milliseconds;
	};
	return { written, wait };
}

test("nothing is shown to whoever has not waited for a second", () => {
	const { written, wait } = watched(false);
	const progress = startProgress((done) => `reading ${done} of 9`);
	progress.update(1);
	wait(900);
	progress.update(2);
	progress.stop();
	wait(900);
	progress.update(3);
	assert.deepEqual(written, []);
});

test("where nobody looks at a terminal it is one line, however long it takes", () => {
	const { written, wait } = watched(false);
	const progress = startProgress((done) => `reading ${done} of 9`);
	wait(1000);
	progress.update(3);
	wait(5000);
	progress.update(4);
	progress.stop();
	assert.deepEqual(written, ["namesake: reading 3 of 9\n"]);
});

test("on a terminal it moves, and is gone at the end", async () => {
	const { written, wait } = watched(true);
	const progress = startProgress((done) => `reading ${done} of 9`);
	wait(1000);
	progress.update(3);
	while (!written.join("").includes("reading 3 of 9")) await setTimeout(5);
	progress.update(4);
	while (!written.join("").includes("reading 4 of 9")) await setTimeout(5);
	progress.stop();
	const { length } = written;
	await setTimeout(100);
	assert.equal(written.length, length);
});

test("on a terminal, what has ended before the picture is there shows nothing", async () => {
	const { written, wait } = watched(true);
	const progress = startProgress((done) => `reading ${done} of 9`);
	wait(1000);
	progress.update(3);
	progress.stop();
	await import("yocto-spinner");
	await setTimeout(5);
	assert.deepEqual(written, []);
});
