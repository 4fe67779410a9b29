/* No job ever has another job's context, or one that is over. */
import assert from "node:assert/strict";
import { allowedNodeEnvironmentFlags, env } from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runNode, told } from "../app.ts";
import type { Tally } from "./jobs.ts";

const seed = Number(env["NAMESAKE_SEED"] ?? 20261128);
const runs = Number(env["NAMESAKE_RUNS"] ?? 200);
const script = fileURLToPath(new URL("jobs.js", import.meta.url));

/** Each turns round how Node carries contexts on, in the lines that know it. */
const FLAGS = ["--experimental-async-context-frame", "--no-async-context-frame"];

for (const flags of [[], ...FLAGS.map((flag) => [flag])])
	test(`random jobs have their own contexts, and what they leave running has none ${[...flags, `seed ${seed}`].join(", ")}`, {
		skip: flags.some((flag) => !allowedNodeEnvironmentFlags.has(flag.replace("--no-", "--"))),
	}, async (context) => {
		const args = [...flags, script, String(seed), String(runs)];
		const tally = told(await runNode(args)) as Tally;
		for (const [what, count] of Object.entries(tally))
			assert.ok(count > runs, `${what}: only ${count} in ${runs} runs`);
		context.diagnostic(JSON.stringify(tally));
	});
