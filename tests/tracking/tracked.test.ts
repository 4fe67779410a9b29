import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { describe, test } from "node:test";
import { extractTaskModule, TrackedInstance, tracked } from "../../src/index.ts";
import { app, TSX } from "../app.ts";
import { coded } from "../package/project.ts";

describe("a tracked class is the class that was given", () => {
	class Plain {
		static made = 0;
		static create(this: new () => Plain): Plain {
			return new this();
		}
		readonly target: unknown;
		readonly size: number;
		constructor(size = 0) {
			this.target = new.target;
			this.size = size;
			Plain.made++;
		}
	}
	const Tracked = tracked(Plain);

	test("statics, name, length, prototype and own keys are those of the class", () => {
		assert.equal(Tracked.name, "Plain");
		assert.equal(Tracked.length, Plain.length);
		assert.equal(Tracked.prototype, Plain.prototype);
		assert.deepEqual(Reflect.ownKeys(Tracked), Reflect.ownKeys(Plain));
		const before = Tracked.made;
		new Tracked();
		assert.equal(Plain.made, before + 1);
		Tracked.made = 100;
		assert.equal(Plain.made, 100);
	});

	test("instanceof holds both ways, new.target is what was called", () => {
		const instance = new Tracked(3);
		assert.ok(instance instanceof Tracked && instance instanceof Plain && instance instanceof TrackedInstance);
		assert.ok(!(new Plain() instanceof TrackedInstance));
		assert.equal(instance.target, Tracked);
		assert.equal(instance.size, 3);
		assert.equal(instance.constructor, Plain);
		assert.ok(Tracked.create() instanceof TrackedInstance);
	});

	test("it can't be called without new, and what its constructor throws comes through", () => {
		assert.throws(() => (Tracked as unknown as () => void)(), TypeError);
		const Failing = tracked(
			class {
				constructor() {
					throw new RangeError("no");
				}
			},
		);
		assert.throws(() => new Failing(), RangeError);
	});

	test("a subclass has its own prototype and new.target", () => {
		class Sub extends Tracked {
			readonly own = 1;
		}
		const sub = new Sub(2);
		assert.ok(sub instanceof Sub && sub instanceof Tracked && sub instanceof TrackedInstance);
		assert.deepEqual([sub.target, Object.getPrototypeOf(sub), sub.size, sub.own], [Sub, Sub.prototype, 2, 1]);
	});

	test("nothing that was added shows up when an instance is looked at", () => {
		const instance = new Tracked(1);
		assert.deepEqual(Object.keys(instance), ["target", "size"]);
		assert.deepEqual({ ...instance }, { target: Tracked, size: 1 });
		assert.equal(JSON.stringify(new (tracked(class {}))()), "{}");
	});

	test("private members work", () => {
		const Private = tracked(
			class {
				#secret = 7;
				tell(): number {
					return this.#secret;
				}
			},
		);
		assert.equal(new Private().tell(), 7);
	});
});

describe("classes of the language and of Node", () => {
	test("Map, Promise, EventEmitter, Array, Error do what they do", async () => {
		const map = new (tracked(Map<string, number>))([["a", 1]]);
		assert.equal(map.get("a"), 1);
		const promise = new (tracked(Promise<number>))((resolve) => resolve(5));
		assert.equal(await promise, 5);
		assert.equal(await promise.then((n) => n + 1), 6);
		const emitter = new (tracked(EventEmitter))();
		let heard = 0;
		emitter.on("x", () => heard++).emit("x");
		assert.equal(heard, 1);
		const list = new (tracked(Array<number>))(1, 2, 3);
		assert.deepEqual([list.length, Array.isArray(list), list.map((n) => n * 2)[2]], [3, true, 6]);
		assert.ok(new (tracked(RangeError))("no").stack?.includes("no"));
		for (const value of [map, promise, emitter, list]) assert.ok(value instanceof TrackedInstance);
	});

	test("what they derive from themselves is not tracked by accident: it has no variable, and says so", async () => {
		const derived = new (tracked(Promise<number>))((resolve) => resolve(5)).then();
		assert.throws(() => extractTaskModule(derived), coded("UNNAMEABLE"));
		await derived;
	});
});

test("members that the class has itself are left alone; a frozen instance is named by extractTaskModule", async () => {
	await using p = await app({
		"m.js": `
			import { extractTaskModule, tracked } from "namesake";
			const Own = tracked(class { location = "here"; get lhs() { return "mine"; } static location = "static"; });
			export const own = new Own();
			const Frozen = tracked(class { constructor() { this.x = 1; Object.freeze(this); } });
			export const frozen = new Frozen();
			const Sealed = tracked(class { constructor() { Object.seal(this); } });
			export const sealed = new Sealed();
			const frozenLater = Object.freeze(new (tracked(class {}))());
			export { frozenLater };
			setImmediate(async () => console.log(JSON.stringify([own.location, own.lhs, Own.location, await own.findLhs(),
				...[own, frozen, sealed, frozenLater].map((x) => extractTaskModule(x).name),
				"lhs" in frozen, frozenLater.lhs])));
		`,
	});
	const name = (path: string) => `@acme/app/m#${path}`;
	assert.deepEqual(await p.tell("m.js"), [
		"here",
		"mine",
		"static",
		"own",
		...["own", "frozen", "sealed", "frozenLater"].map(name),
		false,
		"frozenLater",
	]);
});

test("built-in bases, subclasses and the class itself have their names, and load", async () => {
	await using p = await app({
		"m.js": `
			import { EventEmitter } from "node:events";
			import { extractTaskModule, load, tracked } from "namesake";
			export const Emitter = tracked(class Emitter extends EventEmitter {});
			export const Cache = tracked(Map);
			export class Sub extends Emitter { constructor() { super(); this.x = 1; } }
			export const e = new Emitter(), c = new Cache([[1, 2]]), s = new Sub();
			export const p = new (tracked(Promise))((resolve) => resolve(1));
			const name = (x) => { try { return extractTaskModule(x).name } catch (error) { return error.code } };
			setImmediate(async () => {
				const told = [e, c, s, p].map(name);
				told.push(name(Emitter), name(Sub), name(Cache), (await load(name(e))) === e, (await load(name(Emitter))) === Emitter);
				console.log(JSON.stringify(told));
			});
		`,
	});
	const names = ["e", "c", "s", "p", "Emitter", "Sub"].map((path) => `@acme/app/m#${path}`);
	assert.deepEqual(await p.tell("m.js"), [...names, "NATIVE_FUNCTION", true, true]);
});

for (const experimentalDecorators of [false, true])
	test(`as a decorator, ${experimentalDecorators ? "as TypeScript had them before 5" : "as TypeScript 5 has them"}`, async () => {
		await using p = await app({
			"tsconfig.json": { compilerOptions: { experimentalDecorators, module: "nodenext", target: "es2022" } },
			"m.ts": `
				import { extractTaskModule, isNested, load, tracked, type Tracking } from "namesake";
				class Base { constructor(readonly n: number) {} }
				@tracked
				export class Job extends Base { static kind = "job"; run() { return this.n; } }
				export interface Job extends Tracking {}
				export class Sub extends Job {}
				export const job = new Job(1);
				export const sub = new Sub(2);
				export const jobs = [new Job(3)];
				setImmediate(async () => {
					const told: unknown[] = [job, sub, jobs[0]!, Job, Job.prototype.run].map((x) => extractTaskModule(x).name);
					told.push(job.lhs, job.run(), Job.kind, job instanceof Job, isNested(Job), (await load(job.location)) === job);
					console.log(JSON.stringify(told));
				});
			`,
		});
		assert.deepEqual(await p.tell("m.ts", { flags: ["--import", TSX] }), [
			...["job", "sub", "jobs[0]", "Job", "Job.prototype.run"].map((path) => `@acme/app/m#${path}`),
			"job",
			1,
			"job",
			true,
			false,
			true,
		]);
	});
