import assert from "node:assert/strict";
import { env } from "node:process";
import { after, before, describe, it } from "node:test";
import { type Redis, redisMissing, startRedis } from "../redis.ts";
import { compareWithDocument, type Row } from "./document.ts";
import { type Added, type Answer, type Ended, History } from "./project.ts";
import { CHANGES, type Change, FIRST } from "./versions.ts";

// The history of one project, from version to version. Under each it leaves jobs in Redis, which the next one is to run.

/** `npm test -- tests/renames/` goes a part of the way, `npm run test:renames` all of it. */
const steps = env["NAMESAKE_RENAMES"] === "all" ? CHANGES : CHANGES.slice(0, 2);

describe("a project that changes while jobs wait", { skip: redisMissing, timeout: 900_000 }, () => {
	let redis: Redis;
	let history: History;
	const rows: Row[] = [];
	/** Jobs of all versions that wait until the last one. */
	const long = new Map<string, Added & { readonly by: number }>();

	before(async () => {
		redis = await startRedis();
		history = await History.start(FIRST, redis.url);
		await history.lock();
	});
	after(async () => {
		await history[Symbol.asyncDispose]();
		await redis.stop();
	});

	for (const [index, change] of steps.entries())
		it(change.what, async () => {
			const queue = `step-${index}`;
			const jobs = await history.add(queue, "long");
			for (const [id, job] of jobs) if (id.startsWith("long:")) long.set(id, { ...job, by: index });
			for (const id of long.keys()) jobs.delete(id);
			const before = history.files;
			await history.become(change.apply(before));

			const said = await history.check("--queue", queue);
			const fixed = said.renamed.length > 0 ? await history.check("--queue", queue, "--fix") : said;
			const ended = await history.drain(queue);
			rows.push(rowOf(change, said, fixed, jobs, ended));

			assert.deepEqual([...ended.keys()].sort(), [...jobs.keys()].sort(), "no job is lost silently");
			const lost = new Set<string>();
			for (const [id, { name, result }] of jobs) {
				const { did } = result;
				const end = ended.get(id);
				const code = change.lost?.[did];
				const other = change.swapped?.[did];
				if (other !== undefined) {
					lost.add(name);
					assert.deepEqual([end?.state, (end?.result as { did: string } | undefined)?.did], ["completed", other]);
				} else if (code === undefined)
					assert.deepEqual([end?.state, end?.result], ["completed", change.results?.[did] ?? result], end?.reason);
				else {
					lost.add(name);
					assert.equal(end?.state, "failed", name);
					assert.match(end.reason ?? "", new RegExp(`^error\\[${code}\\]: .*\\n[\\s\\S]*(?:removed|renamed)`));
				}
			}
			// What check says of the queue is what a worker then finds.
			assert.deepEqual(new Set(queued(fixed).map(({ name }) => name)), lost);
			if (change.swapped === undefined) await history.lock(...(change.lost === undefined ? [] : ["--forget"]));
			else {
				assert.deepEqual(
					codesOf(await history.check("--queue", queue, "--fix")),
					["NAMES_SWAPPED"],
					"--fix settles no swap",
				);
				await history.become(before);
				assert.deepEqual((await history.check("--queue", queue)).problems, []);
			}
		});

	it("runs the jobs of every earlier version in the end, but those of functions that are gone", async () => {
		const gone = new Map(
			steps.flatMap(({ lost = {}, swapped }, index) =>
				swapped === undefined ? Object.keys(lost).map((did) => [did, index] as const) : [],
			),
		);
		gone.delete("publish");
		const ended = await history.drain("long");
		assert.equal(ended.size, long.size);
		for (const [id, { name, result, by }] of long) {
			const end = ended.get(id);
			const isGone = (gone.get(result.did) ?? -1) >= by;
			assert.equal(end?.state, isGone ? "failed" : "completed", `${name} of version ${by}: ${end?.reason}`);
			if (!isGone && result.did !== "publish")
				assert.equal((end?.result as { did: string } | undefined)?.did, result.did, `${name} of version ${by}`);
		}
	});

	it("docs/guide/renaming.md has it as a table", () => compareWithDocument(rows, steps === CHANGES));
});

function queued({ problems }: Answer): Answer["problems"] {
	return problems.filter(({ jobs }) => jobs !== undefined);
}

function codesOf({ problems }: Answer): string[] {
	return [...new Set(problems.filter((problem) => problem.jobs === undefined).map(({ code }) => code))];
}

/** Has a job run the code of another function? */
function isOther({ did }: Added["result"], end: Ended | undefined): boolean {
	return end?.state === "completed" && (end.result as Added["result"]).did !== did;
}

function rowOf(
	{ what }: Change,
	said: Answer,
	fixed: Answer,
	jobs: ReadonlyMap<string, Added>,
	ended: ReadonlyMap<string, Ended>,
): Row {
	const failed = [...ended.values()].filter(({ state }) => state === "failed");
	return {
		what,
		says: codesOf(said),
		couldNotRun: queued(said).length,
		left: said === fixed ? undefined : codesOf(fixed),
		jobs: jobs.size,
		swapped: [...jobs].filter(([id, { result }]) => isOther(result, ended.get(id))).length,
		failures: failed.map(({ reason = "" }) => /^error\[(\w+)\]/.exec(reason)?.[1] ?? ""),
	};
}
