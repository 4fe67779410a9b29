import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, record, registry } from "../../src/registry/record.ts";

for (const kind of ["module", "watched"] as const)
	test(`${kind}: what was loaded before a change is not kept alive`, () => {
		for (let version = 0; version < 3; version++) {
			const module = begin(`@acme/app/src/${kind}`, "src/jobs.js", kind);
			record(module, () => version, ["send"], [[]], module);
		}
		const kept = registry().values.filter(({ module }) => module.kind === kind);
		assert.deepEqual(
			kept.map(({ value }) => (value as () => number)()),
			[2],
		);
	});
