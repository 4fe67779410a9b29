import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, record, registry } from "../../src/registry/record.ts";
import { app } from "../app.ts";

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

test("watched: of a bundle that was built before only its file is known, and nothing of it is kept alive", async () => {
	await using project = await app({
		"main.mjs": `
			import { runInThisContext } from "node:vm";
			import { extractTaskModule } from "namesake";
			import { begin, record } from "${new URL("../../../dist/registry/record.js", import.meta.url).href}";

			/** As bundlers do: a function for each module, and one around all. */
			const BUNDLE = \`(begin, record, version) => {
				const everything = { version };
				const hidden = () => everything;
				const send = () => everything;
				(() => {
					const module = begin("@acme/app/src/jobs", "src/jobs.js", "watched");
					record(module, send, ["send"], [[]], module);
				})();
				return { everything, hidden, send };
			}\`;
			const build = (version) => runInThisContext(BUNDLE, { filename: import.meta.dirname + "/build-" + version + ".js" })(begin, record, version);
			const refused = (value) => { try { return extractTaskModule(value).name; } catch ({ code }) { return code; } };

			const alive = [1, 2].map((version) => new WeakRef(build(version).everything));
			const { hidden } = build(3);
			const { send } = build(4);
			const told = [extractTaskModule(send).name];
			await new Promise((resolve) => setTimeout(resolve));
			gc();
			told.push(alive.map((reference) => reference.deref()?.version ?? null), refused(hidden));
			console.log(JSON.stringify(told));
		`,
	});
	assert.deepEqual(await project.tell("main.mjs", { flags: ["--expose-gc"] }), [
		"@acme/app/src/jobs#send",
		[null, null],
		"SOURCE_UNAVAILABLE",
	]);
});
