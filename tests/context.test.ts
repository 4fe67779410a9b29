import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { libraryUrl } from "./repository.ts";

const KEY = Symbol.for("namesake.context/1");
type Copy = typeof import("../src/context.ts");
const copy = async (name: string): Promise<Copy> => (await import(`${libraryUrl("context")}?${name}`)) as Copy;
const holder = (name: string) => ({ context: { name } as never });

describe("the contexts of two copies of the library", () => {
	afterEach(() => Reflect.deleteProperty(globalThis, KEY));

	test("are the same, for as long as one of them runs tasks", async () => {
		const [one, other] = [await copy("one"), await copy("other")];
		const [ofOne, ofOther] = [one.openTaskContexts(), other.openTaskContexts()];
		assert.equal(ofOne.run(holder("a"), other.taskContext)?.name, "a");
		assert.equal(ofOther.run(holder("b"), one.taskContext)?.name, "b");
		ofOne.close();
		ofOne.close();
		assert.equal(ofOther.run(holder("c"), one.taskContext)?.name, "c");
		ofOther.close();
		assert.equal(Object.hasOwn(globalThis, KEY), false);
		assert.equal(one.taskContext(), undefined);
	});

	const strange: Readonly<Record<string, PropertyDescriptor>> = {
		"a number": { value: 1 },
		"other fields": { value: { storage: {}, users: 1 } },
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
			assert.equal(contexts.run(holder("a"), taskContext)?.name, "a");
			contexts.close();
			assert.equal(taskContext(), undefined);
			assert.deepEqual(Object.getOwnPropertyDescriptor(globalThis, KEY), before);
		});
});
