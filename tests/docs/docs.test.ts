import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ERROR_CODES } from "../../src/errors.ts";
import { sectionsOf } from "./markdown.ts";
import { createProject, outputOf, answersOf } from "./project.ts";

// Every example of the documents is run: how they are written is told in markdown.ts.

for (const document of ["README.md", "docs/naming.md", "docs/errors.md"]) {
	describe(document, { concurrency: 2 }, () => {
		for (const section of sectionsOf(read(document))) {
			const { heading, line, claims, commands, files, messages } = section;
			if (claims.length > 0)
				it(`${heading}: names as it says`, async () => {
					await using fixture = await createProject(section);
					const answers = await answersOf(section, fixture);
					const say = (key: "actual" | "expected") =>
						answers.map((answer) => `${document}:${answer.line}: ${answer.expression} → ${answer[key]}`);
					assert.deepEqual(say("actual"), say("expected"));
					if (messages.length > 0)
						assert.deepEqual(
							answers.map(({ message }) => message),
							messages,
						);
				});
			if (commands.length > 0)
				it(`${heading}: commands write what it says`, async () => {
					await using fixture = await createProject(section);
					for (const command of commands) {
						const output = await outputOf(command, fixture);
						if (command.output === "") continue;
						const where = `${document}:${command.line}: ${command.text}`;
						if (command.isCut) assert.ok(output.startsWith(command.output), `${where}\n${output}`);
						else assert.equal(output, command.output, where);
					}
				});
			if (files.size > 0)
				it(`${heading}: says something about its files`, () =>
					assert.ok(claims.length + commands.length > 0, `${document}:${line}`));
		}
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
