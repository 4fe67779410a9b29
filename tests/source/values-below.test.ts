/* What is walked through are the children that the parser's own keys name, in their order: these keys are the authority. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { languageOfFile } from "../../src/source/parse.ts";
import { checkValues } from "./value-children.ts";

for (const folder of ["node_modules/zod/src", "src"])
	test(`the nodes of ${folder}`, () => {
		const files = readdirSync(join(process.cwd(), folder), { recursive: true, encoding: "utf8" });
		let seen = 0;
		for (const file of files.filter((name) => /(?<!\.d)\.ts$/.test(name)).slice(0, 200)) {
			const text = readFileSync(join(process.cwd(), folder, file), "utf8");
			seen += checkValues(text, languageOfFile(file), file);
		}
		assert.ok(seen > 50_000, `${seen}`);
	});
