/* Where `Error` is frozen there is no stack to look at: that is no reason to say that no module was loading. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type App, app } from "../app.ts";
import { SHARED } from "./probe.ts";

const KEYS = ["t", "task", "wrapper"];
const TEXT = `
	import { task as makeTask, tracked, TrackedInstance, wraps } from "namesake";
	class A extends TrackedInstance {}
	export const t = new A();
	export const task = makeTask(() => 1);
	export const wrapper = wraps(function wrapped() {}, () => 1);
`;

let p: App;
before(async () => {
	const ask = `
		const told = {};
		for (const key of ${JSON.stringify(KEYS)}) {
			const found = await findTaskModule(m[key]).then(({ functionName }) => functionName, (error) => error.code);
			told[key] = [tellNow(m[key]), found];
		}
	`;
	p = await app({
		...SHARED,
		"m.js": TEXT,
		"earlier.js": TEXT,
		"intrinsics.js": `
			import { findTaskModule } from "namesake";
			import * as m from "./m.js";
			import { tellNow } from "./probe.js";
			${ask}
			console.log(JSON.stringify(told));
		`,
		"error.js": `
			import { findTaskModule } from "namesake";
			import * as earlier from "./earlier.js";
			import { tellNow } from "./probe.js";
			await new Promise((resolve) => setImmediate(resolve));
			Object.freeze(Error);
			const ask = async (m) => { ${ask} return told; };
			console.log(JSON.stringify({ later: await ask(await import("./m.js")), earlier: await ask(earlier) }));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

const UNKNOWN = Object.fromEntries(KEYS.map((key) => [key, ["CANNOT_LOCATE", "CANNOT_LOCATE"]]));

test("--frozen-intrinsics", async () => {
	assert.deepEqual(await p.tell("intrinsics.js", { flags: ["--frozen-intrinsics", "--no-warnings"] }), UNKNOWN);
});

test("a program that freezes Error: what was made before has its name, what is made after it can't be located", async () => {
	const earlier = Object.fromEntries(KEYS.map((key) => [key, [key, key]]));
	assert.deepEqual(await p.tell("error.js"), { later: UNKNOWN, earlier });
});
