/* Without its types a text says the same of what there is at run time: the tree with types is the authority. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { said } from "../source/said.ts";

test("every source of zod", () => {
	const folder = join(process.cwd(), "node_modules", "zod", "src");
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
		(file) => file.endsWith(".ts") && !file.endsWith(".d.ts"),
	);
	let compared = 0;
	for (const file of files) {
		const text = readFileSync(join(folder, file), "utf8");
		if (text.length > 60_000) continue;
		assert.deepEqual(said(join(folder, file), text, "values"), said(join(folder, file), text, "types"), file);
		compared++;
	}
	assert.ok(compared > 50, `${compared}`);
});
