import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ERROR_CODES } from "../../src/base/errors.ts";
import { type Passage, replacePassages, sectionsOf } from "./markdown.ts";
import { answersOf, createProject, outputOf } from "./project.ts";

// Every example of the documents is run: how they are written is told in markdown.ts. With NAMESAKE_DOCS=update, what
// commands write and what errors say is written into the documents: for a maintainer to read, and then to commit.

const isUpdate = process.env["NAMESAKE_DOCS"] === "update";

for (const document of [
	"README.md",
	"docs/naming.md",
	"docs/errors.md",
	"docs/pool.md",
	"docs/bundles.md",
	"docs/lock.md",
	"docs/security.md",
]) {
	describe(document, { concurrency: 2 }, () => {
		const changes: (Passage & { by: string })[] = [];

		function compare(passage: Passage, actual: string, isCut = false): void {
			const lines = passage.text.split("\n").length;
			const shown = isCut ? actual.split("\n").slice(0, lines).join("\n") : actual;
			if (isUpdate) changes.push({ ...passage, by: shown });
			else assert.equal(shown, passage.text, `${document}:${passage.line}`);
		}

		for (const section of sectionsOf(read(document))) {
			const { heading, line, claims, commands, files, messages } = section;
			if (claims.length > 0)
				it(`${heading}: names as it says`, async () => {
					await using fixture = await createProject(section);
					const answers = await answersOf(section, fixture);
					const say = (key: "actual" | "expected") =>
						answers.map((answer) => `${document}:${answer.line}: ${answer.expression} → ${answer[key]}`);
					assert.deepEqual(say("actual"), say("expected"));
					for (const [index, message] of messages.entries()) compare(message, answers[index]?.message ?? "");
				});
			if (commands.length > 0)
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
			if (isUpdate) writeFileSync(join(process.cwd(), document), replacePassages(read(document), changes));
		});
	});
}

describe("docs/errors.md", () => {
	const sections = sectionsOf(read("docs/errors.md")).filter(({ heading }) => /^[A-Z_]+$/.test(heading));

	it("tells every code, in the order of the source", () =>
		assert.deepEqual(
			sections.map(({ heading }) => heading),
			Object.keys(ERROR_CODES),
		));
});

function read(file: string): string {
	return readFileSync(join(process.cwd(), file), "utf8");
}
