import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import { createLister } from "../../src/cli/commands/list/lister.ts";
import { parallelMap } from "../../src/cli/process/parallel-map.ts";
import { project } from "../package/project.ts";

describe("the parallel map", () => {
	it("lists in several threads what one lists, in the order of the files, with what can't be read", async () => {
		const count = 300;
		const texts = Array.from({ length: count }, (_, index) => [
			`m${index}.ts`,
			`export const f${index} = () => ${index};\n`,
		]);
		await using fixture = await project({
			...Object.fromEntries(texts),
			"m7.ts": "export const = ;\n",
			"package.json": { name: "app", type: "module" },
		});
		const items = [...texts.map(([path = ""]) => path), "gone.ts"].map((path, index) => ({
			file: fixture.at(path),
			module: index === 9 ? undefined : { name: `app/${path.replace(".ts", "")}`, isFirst: index !== 11 },
		}));
		const settings = { anonymous: false, isRaw: false };
		const taken: number[] = [];
		const listed = await parallelMap({
			mapper: createLister,
			module: new URL("../../src/cli/commands/list/lister.js", import.meta.url),
			settings,
			items,
			onProgress: (done) => taken.push(done),
		});
		assert.deepEqual(listed, items.map(createLister(settings)));
		assert.equal(listed[12]?.names[0]?.name, "app/m12#f12");
		assert.deepEqual(
			listed.flatMap(({ problems }, index) => problems.map(({ why }) => [index, why])),
			[
				[7, "it has a syntax error: Unexpected token"],
				[count, "the file can't be read"],
			],
		);
		assert.deepEqual(listed[9], { names: [], targets: [], moduleName: undefined, problems: [] });
		assert.equal(listed[11]?.names[0]?.reason, "DUPLICATE_NAME");
		assert.deepEqual(
			taken,
			[...taken].sort((a, b) => a - b),
		);
	});

	const sleep = new Int32Array(new SharedArrayBuffer(4));
	const createSlow = () => (item: number) => {
		Atomics.wait(sleep, 0, 0, 2);
		return [item, "here"];
	};
	const items = Array.from({ length: 1500 }, (_, index) => index);
	const mapSlowly = (module: string) =>
		parallelMap({
			mapper: createSlow,
			module: new URL(`data:text/javascript,${encodeURIComponent(module)}`),
			settings: "there",
			items,
			onProgress: () => {},
		});

	const skip = availableParallelism() < 2 ? "there is one processor" : false;
	it("hands items to threads, which import the mapper by its name", { skip }, async () => {
		const results = await mapSlowly("export const createSlow = (where) => (item) => [item, where];");
		assert.deepEqual(
			results.map(([item]) => item),
			items,
		);
		assert.ok(results.some(([, where]) => where === "there"));
	});

	it("does without threads that fail, whenever they do", async () => {
		for (const module of [
			"export const another = 1;",
			"export const createSlow = () => () => { throw new Error('half way'); };",
		])
			assert.deepEqual(
				await mapSlowly(module),
				items.map((item) => [item, "here"]),
			);
	});
});
