/* Which variable a name means, in sources that nobody here wrote. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareFiles } from "../source/scopes.ts";

for (const [folder, least] of [
	["node_modules/effect/src", 40_000],
	["node_modules/zod/src", 10_000],
] as const)
	test(folder, () => {
		const seen = compareFiles(folder, 1);
		assert.ok(seen > least, `${seen}`);
	});
