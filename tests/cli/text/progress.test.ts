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

test("shows nothing in the first second", () => {
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

test("writes a line every few seconds into a pipe, and a last one", () => {
	const { written, wait } = watched(false);
	const progress = startProgress((done) => `reading ${done} of 9`);
	wait(1000);
	progress.update(3);
	wait(2000);
	progress.update(4);
	wait(4000);
	progress.update(5);
	assert.deepEqual(written, ["namesake: reading 3 of 9\n", "namesake: reading 5 of 9\n"]);
	progress.update(9);
	progress.stop();
	assert.deepEqual(written.slice(2), ["namesake: reading 9 of 9\n"]);
});

test("writes the last line once", () => {
	const { written, wait } = watched(false);
	const progress = startProgress((done) => `reading ${done} of 9`);
	wait(1000);
	progress.update(9);
	progress.stop();
	assert.deepEqual(written, ["namesake: reading 9 of 9\n"]);
});

test("shows a spinner on a terminal, which is gone at the end", async () => {
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

test("shows no spinner for work that ends before it has loaded", async () => {
	const { written, wait } = watched(true);
	const progress = startProgress((done) => `reading ${done} of 9`);
	wait(1000);
	progress.update(3);
	progress.stop();
	await import("yocto-spinner");
	await setTimeout(5);
	assert.deepEqual(written, []);
});
