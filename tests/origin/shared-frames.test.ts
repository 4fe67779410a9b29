import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "../../src/origin/call-site.ts";
import { sharedFrame } from "../../src/origin/shared-frames.ts";

const frame: Frame = {
	functionName: undefined,
	file: "file:///srv/app/src/jobs.js",
	line: 7,
	column: 3,
	enclosingLine: 0,
	enclosingColumn: 0,
	isConstructor: false,
	isEval: false,
	scriptHash: "abc",
	isAsync: false,
};

test("equal frames are one object; one that differs in anything is another", () => {
	assert.equal(sharedFrame({ ...frame }), sharedFrame({ ...frame }));
	const others: Partial<Frame>[] = [
		{ functionName: "f" },
		{ file: "file:///srv/app/src/other.js" },
		{ line: 8 },
		{ column: 4 },
		{ enclosingLine: 1 },
		{ enclosingColumn: undefined },
		{ isConstructor: true },
		{ isEval: true },
		{ scriptHash: "abd" },
		{ isAsync: true },
		{ sourceFile: "/srv/app/src/jobs.ts" },
	];
	for (const other of others) {
		const kept = sharedFrame({ ...frame });
		assert.notEqual(sharedFrame({ ...frame, ...other }), kept, JSON.stringify(other));
		assert.deepEqual(sharedFrame({ ...frame, ...other }), { ...frame, ...other });
	}
});

test("what is not seen again is not kept", () => {
	const first = sharedFrame({ ...frame });
	for (let line = 100; line < 1000; line += 1) sharedFrame({ ...frame, line });
	assert.notEqual(sharedFrame({ ...frame }), first);
});
