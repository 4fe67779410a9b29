/* Code that goes from one locked name to another: waiting jobs would run what they were not added for. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptSwaps } from "../../src/lock/accept-swaps.ts";
import { compare, type Difference } from "../../src/lock/compare.ts";
import { updatedLock } from "../../src/lock/updated-lock.ts";
import { differenceOf, lockOf, type Modules, namesOf } from "./written-names.ts";

const CODE = {
	charge: `async (x) => "charge the card of " + x + " now"`,
	refund: `async (x) => "refund the whole sum to " + x + " later"`,
	greet: `async (to) => { const lines = ["Hello,", to, "your order is on its way."]; await post(lines.join("\\n")); return { did: "greet", to }; }`,
	remind: `async (to) => { for (const day of [7, 14, 28]) if (day > 7) schedule(to, day * 24 * 3600); return { did: "remind", at: Date.now() }; }`,
	clean: `async (who) => { const old = await find({ owner: who, before: 30 }); await Promise.all(old.map((file) => file.delete())); return old.length; }`,
} as const;
type Code = keyof typeof CODE;

const task = (name: string, code: Code | string, options = "") =>
	`export const ${name} = task(${code in CODE ? CODE[code as Code] : code}${options});`;
const tasks = (of: Readonly<Record<string, Code | string>>) =>
	Object.entries(of)
		.map(([name, code]) => task(name, code))
		.join("\n");
const array = (...codes: readonly (Code | string)[]) =>
	`export const list = [${codes.map((code) => `task(${code in CODE ? CODE[code as Code] : code})`).join(", ")}];`;

/** Each name that is reported, with whose code it has, and who has its own. */
function swaps(before: Modules, after: Modules): readonly string[] {
	return shown(differenceOf(before, after));
}

function shown({ swapped }: Difference): readonly string[] {
	const short = (name: string) => name.replace(/^m#/, "");
	return swapped
		.map(({ entry, to, takes, holders }) =>
			[
				short(entry.name),
				to === undefined ? "gone" : "",
				takes.length === 0 ? "" : `has ${takes.map(({ name }) => short(name)).join(" or ")}`,
				holders.length === 0 ? "" : `is ${holders.map(({ name }) => short(name)).join(" and ")}`,
			]
				.filter((text) => text !== "")
				.join(" "),
		)
		.sort();
}

/** Nothing else is reported of these names. */
function onlySwapped({ added, gone, renamed, ambiguous, changed, adjusted, displaced }: Difference): void {
	assert.deepEqual([added, gone, renamed, ambiguous, changed, adjusted, displaced], [[], [], [], [], [], [], []]);
}

const EXCHANGED = ["charge has refund is refund", "refund has charge is charge"];

describe("two tasks that exchanged their names", () => {
	it("in one module, with short code", () => {
		const before = { m: tasks({ charge: "charge", refund: "refund" }) };
		const after = { m: tasks({ charge: "refund", refund: "charge" }) };
		assert.deepEqual(swaps(before, after), EXCHANGED);
		onlySwapped(differenceOf(before, after));
		assert.deepEqual(
			swaps({ m: tasks({ a: "() => 1", b: "() => 2" }) }, { m: tasks({ a: "() => 2", b: "() => 1" }) }),
			["a has b is b", "b has a is a"],
		);
	});

	it("with other parameters", () => {
		const before = { m: tasks({ charge: "charge", refund: "greet" }) };
		const after = { m: tasks({ charge: "greet", refund: "charge" }) };
		assert.deepEqual(swaps(before, after), EXCHANGED);
		onlySwapped(differenceOf(before, after));
	});

	it("across modules", () => {
		for (const [one, other] of [
			["greet", "remind"],
			["() => 1", "() => 2"],
		] as const)
			assert.deepEqual(
				swaps({ m: tasks({ f: one }), n: tasks({ g: other }) }, { m: tasks({ f: other }), n: tasks({ g: one }) }),
				["f has n#g is n#g", "n#g has f is f"],
			);
	});

	it("with a small edit of one or both", () => {
		const edit = (code: string) =>
			code.replace("7, 14", "7, 21").replace(" now", " at once").replace(" later", " soon");
		for (const [one, other] of [
			[CODE.greet, CODE.remind],
			[CODE.charge, CODE.refund],
			[CODE.clean, CODE.remind],
		] as const) {
			const before = { m: tasks({ f: one, g: other }) };
			for (const [f, g] of [
				[edit(other), one],
				[other, edit(one)],
				[edit(other), edit(one)],
			] as const)
				assert.deepEqual(swaps(before, { m: tasks({ f, g }) }), ["f has g is g", "g has f is f"], `${f} ${g}`);
		}
	});

	it("in objects and static fields", () => {
		for (const holder of [
			(a: Code, b: Code) => `export const o = { "a": task(${CODE[a]}), "b c": task(${CODE[b]}) };`,
			(a: Code, b: Code) => `export class o { static a = task(${CODE[a]}); static "b c" = task(${CODE[b]}); }`,
		])
			assert.deepEqual(swaps({ m: holder("charge", "refund") }, { m: holder("refund", "charge") }), [
				'o.a has o["b c"] is o["b c"]',
				'o["b c"] has o.a is o.a',
			]);
	});

	it("by what their calls are given", () => {
		const impl = `function one() { return ${CODE.charge}; }\nfunction two() { return ${CODE.refund}; }\n`;
		assert.deepEqual(
			swaps({ m: `${impl}${tasks({ a: "one", b: "two" })}` }, { m: `${impl}${tasks({ a: "two", b: "one" })}` }),
			["a has b is b", "b has a is a"],
		);
	});
});

describe("three and more", () => {
	it("that rotate", () => {
		assert.deepEqual(
			swaps(
				{ m: tasks({ a: "charge", b: "refund", c: "greet" }) },
				{ m: tasks({ a: "refund", b: "greet", c: "charge" }) },
			),
			["a has b is c", "b has c is a", "c has a is b"],
		);
	});

	it("in arrays, wherever an element is inserted, removed or moved", () => {
		const before = { m: array("charge", "refund", "greet") };
		assert.deepEqual(swaps(before, { m: array("remind", "charge", "refund", "greet") }), [
			"list[0] is list[1]",
			"list[1] has list[0] is list[2]",
			"list[2] has list[1] is list[3]",
		]);
		onlySwapped(differenceOf(before, { m: array("remind", "charge", "refund", "greet") }));
		assert.deepEqual(swaps(before, { m: array("refund", "greet") }), [
			"list[0] has list[1]",
			"list[1] has list[2] is list[0]",
			"list[2] gone is list[1]",
		]);
		assert.deepEqual(swaps(before, { m: array("greet", "refund", "charge") }), [
			"list[0] has list[2] is list[2]",
			"list[2] has list[0] is list[0]",
		]);
		assert.deepEqual(swaps({ m: array("() => 1") }, { m: array("() => 2", "() => 1") }), ["list[0] is list[1]"]);
		assert.deepEqual(swaps(before, { m: array("charge", "refund", "greet", "remind") }), []);
	});
});

describe("a name that goes to other code", () => {
	it("when another task is renamed to it", () => {
		const before = { m: tasks({ charge: "charge", refund: "refund" }) };
		const after = { m: tasks({ refund: "charge" }) };
		assert.deepEqual(swaps(before, after), ["charge gone is refund", "refund has charge"]);
		onlySwapped(differenceOf(before, after));
	});

	it("of one path in another module, with short code", () => {
		const [one, other] = [`(to) => mailer.send(to, "hi")`, `(id) => db.remove("users", id)`];
		assert.deepEqual(swaps({ m: task("run", one), n: task("run", other) }, { n: task("run", one) }), [
			"n#run has run",
			"run gone is n#run",
		]);
	});

	it("when its task gets a new name", () => {
		const before = { m: tasks({ greet: "greet" }) };
		const after = { m: tasks({ greet: "remind", welcome: "greet" }) };
		assert.deepEqual(swaps(before, after), ["greet is welcome"]);
		onlySwapped(differenceOf(before, after));
	});

	it("also where the code declares it", () => {
		const before = { m: tasks({ charge: "charge", refund: "refund" }) };
		const after = { m: task("refund", "charge", ', { previously: ["m#charge"] }') };
		assert.deepEqual(swaps(before, after), ["charge gone is refund", "refund has charge"]);
		onlySwapped(differenceOf(before, after));
	});
});

describe("an explicit name", () => {
	const named = (name: string) => `, { name: "${name}" }`;

	it("that is exchanged", () => {
		for (const [one, other] of [
			["charge", "refund"],
			["greet", "clean"],
		] as const) {
			const before = { m: `${task("a", one, named("x"))}${task("b", other, named("y"))}` };
			const after = { m: `${task("a", one, named("y"))}${task("b", other, named("x"))}` };
			assert.deepEqual(swaps(before, after), ["x has y is y", "y has x is x"]);
			onlySwapped(differenceOf(before, after));
		}
	});

	it("that is handed on, while the other gets none, another, or a new one", () => {
		const before = { m: `${task("a", "charge", named("x"))}${task("b", "refund")}` };
		assert.deepEqual(swaps(before, { m: `${task("a", "charge")}${task("b", "refund", named("x"))}` }), [
			"b gone is x",
			"x has b is a",
		]);
		assert.deepEqual(
			swaps(before, { m: `${task("a", "charge")}${task("b", "refund")}${task("c", "greet", named("x"))}` }),
			["x is a"],
		);
		assert.deepEqual(
			swaps(before, { m: `${task("a", "charge", named("z"))}${task("b", "refund")}${task("c", "greet", named("x"))}` }),
			["x is z"],
		);
		assert.deepEqual(
			swaps(
				{ m: task("a", "charge", named("x")), n: task("b", "refund", named("y")) },
				{ m: task("a", "charge"), n: task("b", "refund", named("x")) },
			),
			["x has y is a", "y gone is x"],
		);
	});

	it("that changes, is what has the code of the old one, wherever that is now", () => {
		const renames = (after: string) =>
			differenceOf({ m: `${task("a", "greet", named("x"))}${task("b", "clean", named("y"))}` }, { m: after })
				.renamed.map(({ entry, to, by }) => `${entry.name} → ${to.name} by ${by}`)
				.sort();
		assert.deepEqual(renames(`${task("a", "greet", named("v"))}${task("b", "clean", named("w"))}`), [
			"x → v by value",
			"y → w by value",
		]);
		assert.deepEqual(renames(`${task("a", "clean", named("v"))}${task("b", "greet", named("w"))}`), [
			"x → w by body",
			"y → v by body",
		]);
		assert.deepEqual(renames(`${task("a", "clean")}${task("b", "greet")}`), ["x → m#b by body", "y → m#a by body"]);
		assert.deepEqual(renames(`${task("a", "remind", named("v"))}${task("b", "clean", named("y"))}`), []);
	});

	it("that tasks get which exchange their code, whose places lead to them", () => {
		const before = lockOf({ m: tasks({ a: "greet", b: "clean" }) });
		const after = namesOf({ m: `${task("a", "clean", named("x"))}${task("b", "greet", named("y"))}` });
		const difference = compare(after, before);
		assert.deepEqual(shown(difference), ["a has b is y", "b has a is x"]);
		onlySwapped(difference);
		assert.deepEqual(updatedLock(before, after, difference, { accepts: false }).entries, before.entries);
		const accepted = updatedLock(
			before,
			after,
			acceptSwaps(difference, before, () => true),
			{ accepts: true },
		);
		assert.deepEqual(accepted.entries.map(({ name, previous }) => [name, previous]).sort(), [
			["x", ["m#a"]],
			["y", ["m#b"]],
		]);
		onlySwapped(compare(after, accepted));
	});

	it("that moves with its task is fine", () => {
		const { swapped, displaced } = differenceOf(
			{ m: task("a", "greet", named("x")) },
			{ n: task("b", "greet", named("x")) },
		);
		assert.deepEqual([swapped.length, displaced.length], [0, 1]);
	});
});

describe("no swap", () => {
	for (const [what, before, after] of [
		["new code", tasks({ a: "greet", b: "remind" }), tasks({ a: "clean", b: "remind" })],
		["a copy", tasks({ a: "greet", b: "remind" }), tasks({ a: "remind", b: "remind" })],
		["a rename", tasks({ a: "greet", b: "remind" }), tasks({ c: "greet", b: "remind" })],
		[
			"an edit of two like ones",
			tasks({ a: "(x) => x + 1", b: "(x) => x + 2" }),
			tasks({ a: "(x) => x + 3", b: "(x) => x + 4" }),
		],
		["a stub that is filled", tasks({ a: "() => {}" }), tasks({ a: "greet", b: "() => {}" })],
	] as const)
		it(what, () => assert.deepEqual(swaps({ m: before }, { m: after }), []));
});

describe("a lock", () => {
	const before = lockOf({ m: tasks({ charge: "charge", refund: "refund", keep: "greet" }) });
	const after = namesOf({ m: tasks({ refund: "charge", keep: "remind", more: "clean" }) });

	it("keeps the old code of a swap until it is accepted", () => {
		const fixed = updatedLock(before, after, compare(after, before), { accepts: false });
		const body = (name: string, lock = fixed) => lock.entries.find((entry) => entry.name === name)?.body;
		for (const name of ["m#charge", "m#refund"]) assert.equal(body(name), body(name, before));
		assert.notEqual(body("m#keep"), body("m#keep", before));
		assert.ok(body("m#more") !== undefined);
		assert.deepEqual(shown(compare(after, fixed)), ["charge gone is refund", "refund has charge"]);
	});

	it("has the new code when it is accepted, and the old name of what is still there", () => {
		const difference = acceptSwaps(compare(after, before), before, () => true);
		const accepted = updatedLock(before, after, difference, { accepts: true });
		assert.deepEqual(accepted.entries.map(({ name, previous }) => [name, previous]).sort(), [
			["m#keep", []],
			["m#more", []],
			["m#refund", ["m#charge"]],
		]);
		onlySwapped(compare(after, accepted));
		assert.deepEqual(shown(compare(after, accepted)), []);
	});

	it("accepts single names", () => {
		const lock = lockOf({ m: array("charge", "refund") });
		const names = namesOf({ m: array("clean", "charge", "refund") });
		const some = acceptSwaps(compare(names, lock), lock, (name) => name === "m#list[0]");
		assert.deepEqual(shown(some), ["list[1] has list[0] is list[2]"]);
		assert.deepEqual(some.added, []);
		const all = acceptSwaps(compare(names, lock), lock, () => true);
		assert.deepEqual(
			all.added.map(({ name }) => name),
			["m#list[2]"],
		);
	});
});
