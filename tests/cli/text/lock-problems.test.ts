import assert from "node:assert/strict";
import { test } from "node:test";
import { lockProblems, positionalNotices } from "../../../src/cli/project/lock-problems.ts";
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

test("code that went from one name to another", () => {
	const lock = [entry("app/m#charge"), entry("app/m#refund")];
	const [charge, refund] = problems(lock, [exposed("app/m#refund", { body: `app/m#charge-${SKETCH}`, line: 2 })]);
	assert.deepEqual(charge, {
		code: "NAMES_SWAPPED",
		name: "app/m#refund",
		where: ["/app/src/m.ts:2"],
		says: "it now has the code of app/m#charge; waiting jobs would run code that they were not added for | give each task the name that it had, and new code a new name; if waiting jobs should run this code, run `namesake lock --accept`",
	});
	assert.deepEqual(refund, {
		code: "NAMES_SWAPPED",
		name: "app/m#charge",
		where: ["/app/namesake.lock.json:4", "/app/src/m.ts:2"],
		says: "nothing has this name any more, and its own code is now at app/m#refund; waiting jobs would fail | give each task the name that it had, and new code a new name; if waiting jobs should run this code, run `namesake lock --accept`",
	});
	const elements = [entry("app/m#list[0]"), entry("app/m#list[1]")];
	const [first] = problems(elements, [
		exposed("app/m#list[0]", { body: `app/m#list[1]-${SKETCH}`, line: 2 }),
		exposed("app/m#list[1]", { body: `app/m#list[0]-${SKETCH}`, line: 3 }),
	]);
	assert.deepEqual(first?.where, ["/app/src/m.ts:2", "/app/src/m.ts:3"]);
	assert.match(first?.says ?? "", /keep the elements of the array in their order/);
});

test("tasks in arrays are noticed once for each array", () => {
	const names = ["m#list[0]", "m#list[1]", "m#o.list[0].run", 'm#o["[0]"]', "m#f"].map((name) => exposed(name));
	const notices = positionalNotices([...names, exposed("mails", { target: "m#list[2]" })]);
	assert.deepEqual(
		notices.map(({ code, severity, name, why }) => [code, severity, name, why.split(";")[0]]),
		[
			["POSITIONAL_NAME", "notice", "m#list[0]", "2 tasks have the names of their positions in an array"],
			["POSITIONAL_NAME", "notice", "m#o.list[0].run", "a task has the name of its position in an array"],
		],
	);
});
