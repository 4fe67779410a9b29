import assert from "node:assert/strict";
import { test } from "node:test";
import { lockProblems } from "../../../src/cli/project/lock-problems.ts";
import type { ProjectName } from "../../../src/cli/project/reader.ts";
import { compare } from "../../../src/lock/compare.ts";
import { parseLock } from "../../../src/lock/parse-lock.ts";

const SKETCH = "0123456789abcdef";
const exposed = (name: string, more: Partial<ProjectName> = {}): ProjectName => ({
	name,
	target: name,
	kind: "task",
	signature: "()",
	body: `${name}-${SKETCH}`,
	size: 50,
	previously: [],
	file: "/app/src/m.ts",
	line: 7,
	column: 3,
	isClear: true,
	isOpen: false,
	...more,
});

/** The problems of a lock with entries, given the names that there are now. */
function problems(entries: readonly object[], names: readonly ProjectName[]) {
	const text = JSON.stringify({ version: 1, names: entries }, undefined, 1);
	const lock = parseLock("/app/namesake.lock.json", text);
	return lockProblems(compare(names, lock), lock).map(({ code, name, where, why, fix }) => ({
		code,
		name,
		where: where.map(({ file, line }) => `${file}:${line}`),
		says: `${why} | ${fix}`,
	}));
}

const entry = (name: string, more: object = {}) => ({
	name,
	kind: "task",
	signature: "()",
	body: `${name}-${SKETCH}`,
	...more,
});

test("a name that has become another kind of thing", () => {
	assert.deepEqual(problems([entry("app/m#f")], [exposed("app/m#f", { kind: "instance" })]), [
		{
			code: "KIND_CHANGED",
			name: "app/m#f",
			where: ["/app/src/m.ts:7"],
			says: "it was a task, and is now an instance | update the code that uses the name, then run `namesake lock`",
		},
	]);
});

test("other parameters, also where they are not written as a function", () => {
	const [written] = problems([entry("app/m#f")], [exposed("app/m#f", { signature: "(to: string)" })]);
	assert.equal(written?.code, "SIGNATURE_CHANGED");
	assert.match(
		written?.says ?? "",
		/^the parameters were \(\), and are now \(to: string\); waiting jobs have the old arguments/,
	);
	const [unwritten] = problems([entry("app/m#f")], [exposed("app/m#f", { signature: undefined })]);
	assert.match(unwritten?.says ?? "unknown", /are now unknown/);
});

test("a name of the user's own, of a value that is elsewhere now", () => {
	assert.deepEqual(problems([entry("send", { at: "app/m#send" })], [exposed("send", { target: "app/n#send" })]), [
		{
			code: "LOCK_OUTDATED",
			name: "send",
			where: ["/app/src/m.ts:7"],
			says: "it is now at app/n#send; the lock file has app/m#send | run `namesake check --fix`",
		},
	]);
});

test("a name that is gone is at its line of the lock", () => {
	const [gone] = problems([entry("app/m#f", { signature: "(lost)" })], []);
	assert.deepEqual([gone?.code, gone?.where], ["NAME_GONE", ["/app/namesake.lock.json:4"]]);
	assert.match(gone?.says ?? "", /previously: \["app\/m#f"\]/);
});
