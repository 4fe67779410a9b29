import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compare } from "../../src/lock/compare.ts";
import { contradictions } from "../../src/lock/contradictions.ts";
import type { ExposedName } from "../../src/lock/exposed-name.ts";
import { emptyLock, type Lock, type LockEntry } from "../../src/lock/lock.ts";
import { updatedLock } from "../../src/lock/updated-lock.ts";

const SKETCH = "0123456789abcdef";

/** `a/m#send body`: a task, with what tells its code. */
function name(text: string, more: Partial<ExposedName> = {}): ExposedName {
	const [target = "", body = target] = text.split(" ");
	return {
		name: target,
		target,
		kind: "task",
		signature: "()",
		body: `${body}-${SKETCH}`,
		size: 50,
		previously: [],
		...more,
	};
}

function lockOf(...names: ExposedName[]): Lock {
	return updatedLock(emptyLock("/app/namesake.lock.json"), names, compare(names, emptyLock("")), { accepts: true });
}

/** A lock that has functions and classes, too. */
function lockOfAll(names: readonly ExposedName[]): Lock {
	const empty = { ...emptyLock("/app/namesake.lock.json"), all: true };
	return updatedLock(empty, names, compare(names, empty), { accepts: true });
}

/** What has become of what was there, in words. */
function fate(before: readonly ExposedName[], after: readonly ExposedName[], all = false): readonly string[] {
	const { added, gone, renamed, ambiguous, changed } = compare(after, all ? lockOfAll(before) : lockOf(...before));
	return [
		...renamed.map(({ entry, to, by }) => `${entry.name} → ${to.name} by ${by}`),
		...ambiguous.map(({ entry, candidates }) => `${entry.name} → ${candidates.map((one) => one.name).join(" or ")}?`),
		...gone.map((entry) => `${entry.name} gone`),
		...added.map((one) => `${one.name} new`),
		...changed.map(({ to }) => `${to.name} changed`),
	].sort();
}

const other = { body: `x-${"f".repeat(16)}` };

describe("what has become of a name", () => {
	it("is not told by a code of which the module makes another task that stays", () => {
		const before = [name("a/m#charge x"), name("a/m#refund x")];
		assert.deepEqual(fate(before, [name("a/m#refund x"), name("a/m#other x")]), ["a/m#charge gone", "a/m#other new"]);
		assert.deepEqual(fate(before, [name("a/m#refund y"), name("a/m#other y")]), ["a/m#charge gone", "a/m#other new"]);
		assert.deepEqual(fate(before, [name("a/m#refund x"), name("b/m#other x")]), ["a/m#charge → b/m#other by body"]);
	});

	it("is told by its code, wherever it is", () => {
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#f x")]), []);
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#g x")]), ["a/m#f → a/m#g by body"]);
		assert.deepEqual(fate([name("a/m#f x")], [name("a/n#f x")]), ["a/m#f → a/n#f by body"]);
		assert.deepEqual(fate([name("a/m#default x")], [name("a/m#f x")]), ["a/m#default → a/m#f by body"]);
		assert.deepEqual(fate([name("a/m#f x"), name("a/m#g y")], [name("b/m#f x"), name("b/m#g y")]), [
			"a/m#f → b/m#f by body",
			"a/m#g → b/m#g by body",
		]);
	});

	it("is told by similar code only where its module or its path is the same", () => {
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#g y")]), ["a/m#f → a/m#g by place"]);
		assert.deepEqual(fate([name("a/m#f x")], [name("a/n#f y")]), ["a/m#f → a/n#f by place"]);
		assert.deepEqual(fate([name("a/m#f x")], [name("a/n#g y")]), ["a/m#f gone", "a/n#g new"]);
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#g", other)]), ["a/m#f gone", "a/m#g new"]);
	});

	it("is not told by code that is found anywhere", () => {
		const small = { size: 3 };
		assert.deepEqual(fate([name("a/m#f x", small)], [name("a/n#g x", small)]), ["a/m#f gone", "a/n#g new"]);
		assert.deepEqual(fate([name("a/m#f x", small)], [name("a/m#g x", small)]), ["a/m#f → a/m#g by body"]);
		assert.deepEqual(fate([name("a/m#f x", small)], [name("a/n#f x", small)]), ["a/m#f → a/n#f by body"]);
		assert.deepEqual(fate([name("a/m#f x", small)], [name("a/m#g y", small)]), ["a/m#f gone", "a/m#g new"]);
	});

	it("is never chosen among several", () => {
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#g x"), name("a/m#h x")]), ["a/m#f → a/m#g or a/m#h?"]);
		assert.deepEqual(fate([name("a/m#f x")], [name("a/n#f x"), name("a/n#g x")]), ["a/m#f → a/n#f or a/n#g?"]);
		assert.deepEqual(fate([name("a/m#f x"), name("a/m#g x")], [name("a/m#h x"), name("a/m#i x")]), [
			"a/m#f → a/m#h or a/m#i?",
			"a/m#g → a/m#h or a/m#i?",
		]);
		assert.deepEqual(fate([name("a/m#f x"), name("a/m#g y")], [name("a/m#h z")]), ["a/m#f → a/m#h?", "a/m#g → a/m#h?"]);
	});

	it("is told for several of one code that have moved together, and for several that have become one", () => {
		assert.deepEqual(fate([name("a/m#f x"), name("a/m#g x")], [name("a/n#f x"), name("a/n#g x")]), [
			"a/m#f → a/n#f by body",
			"a/m#g → a/n#g by body",
		]);
		assert.deepEqual(fate([name("a/m#f x"), name("a/n#f x")], [name("a/o#f x")]), [
			"a/m#f → a/o#f by body",
			"a/n#f → a/o#f by body",
		]);
	});

	it("is told by its siblings, also when its code is short or rewritten", () => {
		const moved = (module: string) => ["a", "b", "c"].map((path) => name(`${module}#${path} ${path}`));
		const rewritten = (text: string, more: Partial<ExposedName> = {}) => name(text, { ...other, size: 3, ...more });
		assert.deepEqual(
			fate(
				[...moved("m/utils"), name("m/utils#delay x", { size: 2 })],
				[...moved("n/index"), rewritten("n/index#delay y")],
			),
			[
				"m/utils#a → n/index#a by body",
				"m/utils#b → n/index#b by body",
				"m/utils#c → n/index#c by body",
				"m/utils#delay → n/index#delay by siblings",
			],
		);
		// A short body under another name, which only one had.
		const short = { size: 2 };
		const before = [...moved("m"), name("m#one x", short), name("m#two y", short), name("m#three y", short)];
		const after = [...moved("n"), name("n#uno x", short), name("n#dos y", short)];
		assert.deepEqual(fate(before, after).slice(3), [
			"m#one → n#uno by siblings",
			"m#three gone",
			"m#two gone",
			"n#dos new",
		]);
		// Most have stayed, or gone somewhere else.
		assert.deepEqual(
			fate(
				[...moved("m"), name("m#d d"), rewritten("m#run x")],
				[...moved("m"), name("n#d d"), rewritten("n#run y", { body: `y-${"0f".repeat(8)}` })],
			).slice(1),
			["m#run gone", "n#run new"],
		);
		// Two could be it.
		assert.deepEqual(
			fate(
				[...moved("m"), name("m#run x", short)],
				[...moved("n"), name("n#run y", { ...other, ...short }), name("n#go x", short)],
			).slice(3),
			["m#run → n#run or n#go?"],
		);
	});

	it("is told by its siblings where the code fits two", () => {
		const short = { size: 9 };
		const modules = (folder: string) =>
			["classic", "mini"].flatMap((module) => [
				name(`${folder}/${module}#a ${module}-a`),
				name(`${folder}/${module}#b ${module}-b`),
				name(`${folder}/${module}#keyof same`, short),
			]);
		assert.deepEqual(
			fate(modules("src"), modules("lib")).filter((text) => text.includes("keyof")),
			["src/classic#keyof → lib/classic#keyof by siblings", "src/mini#keyof → lib/mini#keyof by siblings"],
		);
	});

	it("is told by the members of its class or object", () => {
		const members = (holder: string) => ["a", "b"].map((key) => name(`${holder}.${key} ${key}`));
		assert.deepEqual(
			fate(
				[...members("m#Scripts"), name("m#Scripts.run x"), ...["f", "g", "h"].map((path) => name(`m#${path} ${path}`))],
				[
					...members("n#Backend.prototype"),
					name("n#Backend.prototype.run", other),
					...["f", "g", "h"].map((path) => name(`m#${path} ${path}`)),
				],
			),
			[
				"m#Scripts.a → n#Backend.prototype.a by body",
				"m#Scripts.b → n#Backend.prototype.b by body",
				"m#Scripts.run → n#Backend.prototype.run by siblings",
			],
		);
	});

	it("is told by a path that nothing else has, if the code is a little similar", () => {
		// 17 bits differ.
		const little = { body: `y-0123456789a${"e".repeat(5)}`, size: 9 };
		assert.deepEqual(fate([name("a/m#parseAccept x")], [name("b/n#parseAccept", little)]), [
			"a/m#parseAccept → b/n#parseAccept by path",
		]);
		assert.deepEqual(fate([name("a/m#default x")], [name("b/n#default", little)]), [
			"a/m#default gone",
			"b/n#default new",
		]);
		assert.deepEqual(fate([name("a/m#list[0] x")], [name("b/n#list[0]", little)]), [
			"a/m#list[0] gone",
			"b/n#list[0] new",
		]);
		assert.deepEqual(
			fate([name("a/m#run x"), name("a/o#run z", other)], [name("b/n#run", little), name("a/o#run z", other)]),
			["a/m#run gone", "b/n#run new"],
		);
		assert.deepEqual(fate([name("a/m#run x")], [name("b/n#run", other)]), ["a/m#run gone", "b/n#run new"]);
	});

	it("is told by a path of three words, or of two beside the old module, whatever its code", () => {
		assert.deepEqual(fate([name("a/m#readRawBody x")], [name("b/n#readRawBody", other)]), [
			"a/m#readRawBody → b/n#readRawBody by path",
		]);
		for (const module of ["a/n", "a/m/n", "a"])
			assert.deepEqual(fate([name("a/m#createApp x")], [name(`${module}#createApp`, other)]), [
				`a/m#createApp → ${module}#createApp by path`,
			]);
		assert.deepEqual(fate([name("a/m#createApp x")], [name("b/n#createApp", other)]), [
			"a/m#createApp gone",
			"b/n#createApp new",
		]);
		assert.deepEqual(
			fate([name("a/m#createApp x"), name("c/o#createApp z")], [name("a/n#createApp", other), name("c/o#createApp z")]),
			["a/m#createApp gone", "a/n#createApp new"],
		);
	});

	it("is told by a name with the same words and more, if the code is somewhat similar", () => {
		// 17 bits differ.
		const little = { body: `y-0123456789a${"e".repeat(5)}`, size: 9 };
		const kind = "function";
		const becomes = (old: string, now: string, is: object = little) =>
			fate([name(`${old} x`, { kind })], [name(now, { kind, ...is })], true);
		// A task is what waiting jobs run: with another name and other code it is another job.
		const task = { ...little, kind: "task" } as const;
		assert.deepEqual(fate([name("m#deleteUser x")], [name("m#deleteUserFiles", task)]), [
			"m#deleteUser gone",
			"m#deleteUserFiles new",
		]);
		assert.deepEqual(fate([name("m#toURL x")], [name("m#toUrl", task)]), ["m#toURL → m#toUrl by name"]);
		assert.deepEqual(becomes("m#body", "m#rawBody"), ["m#body → m#rawBody by name"]);
		assert.deepEqual(becomes("m#sendBody", "m/n#sendBodies"), ["m#sendBody gone", "m/n#sendBodies new"]);
		assert.deepEqual(becomes("m#sendMail", "m/n#sendMails"), ["m#sendMail → m/n#sendMails by name"]);
		assert.deepEqual(becomes("jobs/a#run", "jobs/b#run"), ["jobs/a#run gone", "jobs/b#run new"]);
		assert.deepEqual(becomes("job/a#Job.prototype.run", "job/b#Job.prototype.run"), [
			"job/a#Job.prototype.run gone",
			"job/b#Job.prototype.run new",
		]);
		assert.deepEqual(becomes("m#body", "m#bodies"), ["m#bodies new", "m#body gone"]);
		assert.deepEqual(becomes("m#handle", "m#handler"), ["m#handle → m#handler by name"]);
		assert.deepEqual(becomes("m#toURL", "m#toUrl", other), ["m#toURL → m#toUrl by name"]);
		assert.deepEqual(becomes("m#getUser", "m#setUser"), ["m#getUser gone", "m#setUser new"]);
		assert.deepEqual(becomes("m#body", "m#rawBody", other), ["m#body gone", "m#rawBody new"]);
		assert.deepEqual(becomes("a/m#body", "b/n#rawBody"), ["a/m#body gone", "b/n#rawBody new"]);
		assert.deepEqual(becomes("m#mergeAll", "m#All.prototype.merge"), ["m#All.prototype.merge new", "m#mergeAll gone"]);
		assert.deepEqual(
			fate(
				[name("m#body x", { kind })],
				[name("m#rawBody", { kind, ...little }), name("m#textBody", { kind, ...little })],
				true,
			),
			["m#body gone", "m#rawBody new", "m#textBody new"],
		);
	});

	it("is what the code says, before everything else", () => {
		const declared = name("a/n#g", { ...other, previously: ["a/m#f"] });
		assert.deepEqual(fate([name("a/m#f x")], [declared, name("a/m#h x")]), ["a/m#f → a/n#g by declared", "a/m#h new"]);
		const own = { name: "mails", target: "a/m#f" };
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#f x", own)]), ["a/m#f → mails by value"]);
		assert.deepEqual(fate([name("a/m#f x", own)], [name("a/m#f x")]), ["mails → a/m#f by value"]);
		assert.deepEqual(fate([name("a/m#f x", own)], [name("a/n#g y", { ...own, target: "a/n#g" })]), []);
	});

	it("is not asked of another kind, nor of a module that can't be read", () => {
		assert.deepEqual(fate([name("a/m#f x")], [name("a/m#g x", { kind: "instance" })]), ["a/m#f gone", "a/m#g new"]);
		const { gone } = compare([], lockOf(name("a/m#f"), name("a/n#f")), new Set(["a/m"]));
		assert.deepEqual(
			gone.map((entry) => entry.name),
			["a/n#f"],
		);
	});

	it("takes no longer than it must where everything has moved", () => {
		const before = Array.from({ length: 5000 }, (_, index) => name(`a/m${index % 100}#f${index} x${index % 4000}`));
		const after = before.map((one) => ({ ...one, name: `b${one.name}`, target: `b${one.target}` }));
		const start = process.cpuUsage();
		assert.equal(compare(after, lockOf(...before)).renamed.length, 5000);
		// Of this process alone, whatever else the machine does.
		const { user, system } = process.cpuUsage(start);
		assert.ok(user + system < 5_000_000, `${user + system} µs`);
	});
});

describe("an updated lock", () => {
	const before = lockOf(name("a/m#f x"), name("a/m#g y"), name("a/m#h z"));
	const after = [name("a/m#F x", { signature: "(a)" }), name("a/m#g y", { signature: "(b)" })];
	const plain = ({ name: text, previous, removed, signature }: LockEntry) => [text, previous, removed, signature];

	it("keeps old names, and what somebody has still to decide", () => {
		const { entries } = updatedLock(before, after, compare(after, before), { accepts: false });
		assert.deepEqual(entries.map(plain).sort(), [
			["a/m#F", ["a/m#f"], false, "()"],
			["a/m#g", [], false, "()"],
			["a/m#h", [], false, "()"],
		]);
	});

	it("says what is gone, and what has changed, once that is accepted", () => {
		const accepted = updatedLock(before, after, compare(after, before), { accepts: true });
		assert.deepEqual(accepted.entries.map(plain).sort(), [
			["a/m#F", ["a/m#f"], false, "(a)"],
			["a/m#g", [], false, "(b)"],
			["a/m#h", [], true, "()"],
		]);
		const difference = compare(after, accepted);
		assert.deepEqual([difference.gone, difference.changed, difference.added, difference.renamed], [[], [], [], []]);
	});

	it("has a name again that had been removed", () => {
		const removed = updatedLock(before, [], compare([], before), { accepts: true });
		assert.deepEqual(
			removed.entries.map((entry) => entry.removed),
			[true, true, true],
		);
		const again = [name("a/m#f x")];
		const { entries } = updatedLock(removed, again, compare(again, removed), { accepts: false });
		assert.equal(entries.find((entry) => entry.name === "a/m#f")?.removed, false);
	});

	it("forgets that a name was removed when another one takes it over", () => {
		const removed = updatedLock(before, [], compare([], before), { accepts: true });
		const heir = [name("a/n#new", { previously: ["a/m#f"] })];
		const { entries } = updatedLock(removed, heir, compare(heir, removed), { accepts: false });
		assert.deepEqual(entries.map(plain).sort(), [
			["a/m#g", [], true, "()"],
			["a/m#h", [], true, "()"],
			["a/n#new", ["a/m#f"], false, "()"],
		]);
	});

	it("keeps functions that are in it, also when it is written for tasks", () => {
		const all = { ...lockOf(name("a/m#f x")), all: true };
		const fn = name("a/m#fn", { kind: "function" });
		const locked = updatedLock(all, [fn], compare([fn], all), { accepts: true });
		const tasks = { ...locked, all: false };
		assert.deepEqual(
			compare([fn], tasks).gone.map((entry) => entry.name),
			[],
		);
		assert.ok(
			updatedLock(tasks, [fn], compare([fn], tasks), { accepts: true }).entries.some(
				(entry) => entry.name === "a/m#fn",
			),
		);
	});
});

describe("names that two claim", () => {
	const found = (names: readonly ExposedName[], lock = emptyLock("")) =>
		contradictions(names, lock).map(
			({ text, by, between }) => `${text} ${by}: ${between.map((one) => one.target).join(" ")}`,
		);

	it("are told, whoever gives them", () => {
		const own = { name: "mails" };
		assert.deepEqual(found([name("a/m#f", own), name("a/m#g", own)]), ["mails name: a/m#f a/m#g"]);
		const previously = ["a/m#o"];
		assert.deepEqual(found([name("a/m#f", { previously }), name("a/m#g", { previously })]), [
			"a/m#o previous: a/m#f a/m#g",
		]);
		assert.deepEqual(found([name("a/m#f", { previously }), name("a/m#o")]), ["a/m#o again: a/m#f a/m#o"]);
		assert.deepEqual(found([name("a/m#f", { previously }), name("a/m#o", own)]), ["a/m#o again: a/m#f a/m#o"]);
		assert.deepEqual(found([name("a/m#f", { previously: ["mails"] }), name("a/m#o", own)]), [
			"mails again: a/m#f a/m#o",
		]);
		const lock = lockOf(name("a/m#f", { previously }));
		assert.deepEqual(found([name("a/m#f"), name("a/m#o")], lock), ["a/m#o again: a/m#f a/m#o"]);
		assert.deepEqual(found([name("a/m#f"), name("a/m#g", { previously })], lock), ["a/m#o previous: a/m#f a/m#g"]);
	});

	it("are not those of one value", () => {
		assert.deepEqual(found([name("a/m#f", { name: "mails", previously: ["a/m#f", "a/m#e"] }), name("a/m#g")]), []);
	});
});
