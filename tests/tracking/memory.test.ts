/* What was made and named keeps alive nothing of how it was made, and is itself kept by nobody who only knows its name. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type App, app } from "../app.ts";

let p: App;
before(async () => {
	p = await app({
		"made.js": `
			import { task, tracked, TrackedInstance } from "namesake";
			class Item extends TrackedInstance {}
			const TrackedMap = tracked(Map);
			/** Is on the stack, as the receiver of a method and as an argument, when something is made. */
			class Maker {
				call(make, self) { return make(); }
			}
			export const makers = [];
			const by = (make) => {
				const maker = new Maker();
				makers.push(new WeakRef(maker));
				return maker.call(make, maker);
			};
			export const item = by(() => new Item());
			export const map = by(() => new TrackedMap());
			export const job = by(() => task(async () => 1));
			export const later = () => by(() => new Item());
			export const holder = { item: new Item(), send() {} };
		`,
		"collect.js": `
			export const collect = async () => {
				for (let times = 0; times < 5; times++) {
					await new Promise((resolve) => setImmediate(resolve));
					globalThis.gc();
				}
			};
		`,
		"loaded.js": `
			import { collect } from "./collect.js";
			import * as made from "./made.js";
			await collect();
			console.log(JSON.stringify([made.makers.length, made.makers.filter((ref) => ref.deref() !== undefined).length]));
		`,
		"later.js": `
			import { collect } from "./collect.js";
			import * as made from "./made.js";
			await collect();
			made.makers.length = 0;
			const kept = Array.from({ length: 20 }, () => made.later());
			await collect();
			console.log(JSON.stringify([kept.length, made.makers.filter((ref) => ref.deref() !== undefined).length]));
		`,
		"named.js": `
			import { extractTaskModule } from "namesake";
			import { collect } from "./collect.js";
			import { holder } from "./made.js";
			const refs = [];
			const name = (key) => {
				refs.push(new WeakRef(holder[key]));
				return [extractTaskModule(holder[key]).functionName, extractTaskModule(holder[key]).loadable];
			};
			const names = [name("item"), name("send")];
			delete holder.item;
			delete holder.send;
			await collect();
			console.log(JSON.stringify([names, refs.map((ref) => ref.deref() === undefined)]));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

const flags = ["--expose-gc"];

test("when the modules have loaded, nothing is kept of the stacks on which things were made", async () => {
	assert.deepEqual(await p.tell("loaded.js", { flags }), [3, 0]);
});

test("nor of those on which a running program makes them", async () => {
	assert.deepEqual(await p.tell("later.js", { flags }), [20, 0]);
});

test("a name keeps neither an instance nor a function alive", async () => {
	assert.deepEqual(await p.tell("named.js", { flags }), [
		[
			["holder.item", true],
			["holder.send", true],
		],
		[true, true],
	]);
});
