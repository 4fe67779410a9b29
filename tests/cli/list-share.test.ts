import assert from "node:assert/strict";
import { test } from "node:test";
import { listOnAllProcessors } from "../../src/cli/commands/list/list-share.ts";
import { Lister, problemOf } from "../../src/cli/commands/list/lister.ts";
import { project } from "../package/project.ts";

test("what several threads list is what one lists, in the order of the files, with what can't be read", async () => {
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
	const files = [...texts.map(([path = ""]) => path), "gone.ts"].map((shown, index) => ({
		file: fixture.at(shown),
		shown,
		module: index === 9 ? undefined : { name: `app/${shown.replace(".ts", "")}`, isFirst: index !== 11 },
	}));
	const taken: number[] = [];
	const listed = await listOnAllProcessors(files, false, (done) => taken.push(done));
	const lister = new Lister(false);
	assert.deepEqual(
		listed,
		files.map((file) => lister.list(file)),
	);
	assert.equal(listed[12]?.names[0]?.name, "app/m12#f12");
	assert.deepEqual(
		listed.flatMap((listing, index) => (problemOf(listing) === undefined ? [] : [[index, problemOf(listing)?.why]])),
		[
			[7, "it has a syntax error: Unexpected token"],
			[count, "the file can't be read"],
		],
	);
	assert.deepEqual(listed[9], { names: [] });
	assert.equal(listed[11]?.names[0]?.reason, "DUPLICATE_NAME");
	assert.deepEqual(
		taken,
		[...taken].sort((a, b) => a - b),
	);
});
