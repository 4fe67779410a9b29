import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { libraryUrl } from "../repository.ts";

const KEY = Symbol.for("namesake.context/2");
type Copy = typeof import("../../src/adapter/contract/context.ts");
const copy = async (name: string): Promise<Copy> => (await import(`${libraryUrl("core")}?${name}`)) as Copy;
/** What a function gives that a job runs. */
const inside = (contexts: ReturnType<Copy["openTaskContexts"]>, name: string, call: () => unknown): Promise<unknown> =>
	new Promise((resolve, reject) => contexts.run({ context: { name } as never }, call, resolve, reject));

describe("the contexts of two copies of the library", () => {
	afterEach(() => Reflect.deleteProperty(globalThis, KEY));

	test("are the same, for as long as one of them runs tasks", async () => {
		const [one, other] = [await copy("one"), await copy("other")];
		const [ofOne, ofOther] = [one.openTaskContexts(), other.openTaskContexts()];
		assert.notEqual(one.taskContext, other.taskContext);
		assert.equal(await inside(ofOne, "a", () => other.taskContext()?.name), "a");
		assert.equal(await inside(ofOther, "b", () => one.taskContext()?.name), "b");
		ofOne.close();
		ofOne.close();
		assert.equal(await inside(ofOther, "c", () => one.taskContext()?.name), "c");
		ofOther.close();
		assert.equal(Object.hasOwn(globalThis, KEY), false);
		assert.equal(one.taskContext(), undefined);
	});

	test("are kept for what still runs when nobody will run anything more", async () => {
		const [one, other] = [await copy("one"), await copy("other")];
		const contexts = one.openTaskContexts();
		const ended = inside(contexts, "a", async () => {
			await new Promise(setImmediate);
			return other.taskContext()?.name;
		});
		contexts.close();
		assert.equal(await ended, "a");
		assert.equal(Object.hasOwn(globalThis, KEY), false);
	});

	const strange: Readonly<Record<string, PropertyDescriptor>> = {
		"a number": { value: 1 },
		"other fields": { value: { storage: {}, users: 1, running: 0 } },
		"contexts that can't be put to rest": {
			value: { storage: { getStore() {}, run() {} }, users: 1, running: 0 },
		},
		"a getter that throws": {
			get() {
				throw new Error("no");
			},
		},
	};
	for (const [title, descriptor] of Object.entries(strange))
		test(`where there is something else already, it is left alone: ${title}`, async () => {
			Object.defineProperty(globalThis, KEY, { ...descriptor, configurable: true });
			const before = Object.getOwnPropertyDescriptor(globalThis, KEY);
			const { openTaskContexts, taskContext } = await copy(title);
			assert.equal(taskContext(), undefined);
			const contexts = openTaskContexts();
			assert.equal(await inside(contexts, "a", () => taskContext()?.name), "a");
			contexts.close();
			assert.equal(taskContext(), undefined);
			assert.deepEqual(Object.getOwnPropertyDescriptor(globalThis, KEY), before);
		});
});
