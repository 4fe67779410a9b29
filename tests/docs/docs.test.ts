import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import * as bullmq from "../../src/adapter/bullmq/index.ts";
import * as pool from "../../src/adapter/pool/index.ts";
import { PROBLEM_CODES } from "../../src/cli/render/problem.ts";
import * as namesake from "../../src/index.ts";
import { documents, readDocument } from "./documents.ts";
import { type Passage, replacePassages, sectionsOf, usesRedis } from "./markdown.ts";
import { answersOf, createProject, outputOf } from "./project.ts";

// Runs every example of the documents; markdown.ts says how they are written. With NAMESAKE_DOCS=update, the output of commands
// and the messages of errors are written into the documents, for a maintainer to read and to commit.

const isUpdate = process.env["NAMESAKE_DOCS"] === "update";

for (const document of documents) {
	describe(document, { concurrency: 2 }, () => {
		const changes: (Passage & { by: string })[] = [];

		function compare(passage: Passage, actual: string, isCut = false): void {
			const lines = passage.text.split("\n").length;
			const shown = isCut ? actual.split("\n").slice(0, lines).join("\n") : actual;
			if (isUpdate) changes.push({ ...passage, by: shown });
			else assert.equal(shown, passage.text, `${document}:${passage.line}`);
		}

		for (const section of sectionsOf(readDocument(document))) {
			const { heading, line, claims, commands, files, messages, unchecked } = section;
			if (unchecked.length > 0)
				it(`${heading}: every block is run`, () =>
					assert.fail(`nothing runs the blocks at ${unchecked.map((line) => `${document}:${line}`).join(", ")}`));
			if (claims.length > 0)
				it(`${heading}: names as it says`, async () => {
					await using fixture = await createProject(section);
					const answers = await answersOf(section, fixture);
					const say = (key: "actual" | "expected") =>
						answers.map((answer) => `${document}:${answer.line}: ${answer.expression} → ${answer[key]}`);
					assert.deepEqual(say("actual"), say("expected"));
					for (const [index, message] of messages.entries()) compare(message, answers[index]?.message ?? "");
				});
			// redis.test.ts runs the others.
			if (commands.length > 0 && !usesRedis(section))
				it(`${heading}: commands write what it says`, async () => {
					await using fixture = await createProject(section);
					for (const command of commands) {
						const output = await outputOf(command, fixture);
						if (command.output.text !== "") compare(command.output, output, command.isCut);
					}
				});
			if (files.size > 0)
				it(`${heading}: says something about its files`, () =>
					assert.ok(claims.length + commands.length > 0, `${document}:${line}`));
		}

		after(() => {
			if (isUpdate) writeFileSync(join(process.cwd(), document), replacePassages(readDocument(document), changes));
		});
	});
}

describe("docs/reference/errors.md", () => {
	const sections = sectionsOf(readDocument("docs/reference/errors.md")).filter(({ heading }) =>
		/^[A-Z_]+$/.test(heading),
	);

	it("has every code, in the order of the source", () =>
		assert.deepEqual(
			sections.map(({ heading }) => heading),
			Object.keys(PROBLEM_CODES),
		));
});

describe("docs/reference/api.md", () => {
	it("has everything that the package exports", () => {
		const text = readDocument("docs/reference/api.md");
		const exported = [namesake, pool, bullmq].flatMap((module) => Object.keys(module));
		assert.deepEqual(
			exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(text)),
			[],
		);
	});
});
