/* What `list --load` says of each row: its modules run in a process of its own. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { encodePath } from "../../src/base/name.ts";
import type { ListedName } from "../../src/cli/commands/list/lister.ts";
import { inRepository } from "../repository.ts";
import { createProject, keyOf } from "./project.ts";
import type { CorpusFile, Row } from "./row.ts";
import { settings } from "./settings.ts";

for (const name of ["js-esm", "js-cjs"])
	test(name, async () => {
		const setting = settings.find((one) => one.name === name) ?? assert.fail(name);
		const { directory, files } = await createProject(setting);
		try {
			const bin = inRepository("dist/cli/bin.js");
			const args = [bin, "list", "--load", "--all", "--json", "--timeout", "60", "src"];
			const { stdout } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8", maxBuffer: 2 ** 26 });
			// Of several values that the text gives a name the one that has it stands for all.
			const names = (JSON.parse(stdout) as ListedName[]).sort((a, b) => Number(a.loadable) - Number(b.loadable));
			const listed = new Map(names.map((one) => [one.name, one]));
			assert.deepEqual(
				files.flatMap((file) => file.rows.flatMap((row) => differenceOf(row, file, listed) ?? [])),
				[],
			);
		} finally {
			rmSync(dirname(directory), { recursive: true, force: true });
		}
	});

function differenceOf(row: Row, { file }: CorpusFile, listed: ReadonlyMap<string, ListedName>): string | undefined {
	const [path, expected] = expectedOf(row);
	if (path === undefined || ("module" in row && row.module?.startsWith("@acme/app/") === false)) return undefined;
	const home = "module" in row && row.module !== undefined ? row.module : `@acme/app/src/${encodePath(keyOf(file))}`;
	const entry = listed.get(`${home}#${path}`);
	const answer = entry === undefined ? "none" : (entry.reason ?? "known");
	return answer === expected
		? undefined
		: `${row.id} ${home}#${path}: expected ${expected}, list --load says ${answer}`;
}

/** The path that is asked for, and what is said of it. */
function expectedOf(row: Row): readonly [path?: string | undefined, expected?: string] {
	if (row.runTime !== undefined) return [];
	if (row.kind === "site") return row.unmade ? [] : [row.path, "known"];
	if ((row.kind !== "named" && row.kind !== "instance") || row.loadable === "either") return [];
	return [row.kind === "named" ? row.paths[0] : row.path, row.load ?? "known"];
}
