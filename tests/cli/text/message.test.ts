import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import { NamesakeError } from "../../../src/base/errors.ts";
import { renderError, renderThrown } from "../../../src/cli/render/error.ts";
import { renderLine, renderMessage } from "../../../src/cli/render/message.ts";
import { renderProblems } from "../../../src/cli/render/problems.ts";
import { wrap } from "../../../src/cli/render/wrap.ts";

const PLAIN = { width: Number.POSITIVE_INFINITY, colours: pc.createColors(false), hasLinks: false };

const ERROR = new NamesakeError("EXPORT_NOT_FOUND", {
	asked: "@acme/app/src/jobs/email#sned",
	where: {
		file: "/app/src/jobs/email.ts",
		line: 3,
		column: 14,
		text: "export const send = task(async (to: string) => to);",
	},
	why: "the module exports no `sned`",
	nearest: ["@acme/app/src/jobs/email#send", "@acme/app/src/jobs/email#seed"],
	fix: "correct the name; after a rename, `namesake check --fix` records the old name",
});

test("an error in a pipe has one line for each part", () => {
	assert.equal(
		renderError(ERROR, PLAIN),
		`error[EXPORT_NOT_FOUND]: the module has no such export: @acme/app/src/jobs/email#sned
  at /app/src/jobs/email.ts:3:14
    > 3 | export const send = task(async (to: string) => to);
        |              ^
  why: the module exports no \`sned\`
  nearest: @acme/app/src/jobs/email#send, @acme/app/src/jobs/email#seed
  fix: correct the name; after a rename, \`namesake check --fix\` records the old name`,
	);
});

test("an error in 50 columns is wrapped at words, below its own text", () => {
	assert.equal(
		renderError(ERROR, { ...PLAIN, width: 50 }),
		`error[EXPORT_NOT_FOUND]: the module has no such
  export: @acme/app/src/jobs/email#sned
  at /app/src/jobs/email.ts:3:14
    > 3 | export const send = task(async (to: str…
        |              ^
  why: the module exports no \`sned\`
  nearest: @acme/app/src/jobs/email#send,
    @acme/app/src/jobs/email#seed
  fix: correct the name; after a rename,
    \`namesake check --fix\` records the old name`,
	);
});

test("from 40 columns on no line is too long, no word is lost, and colours change nothing", () => {
	const wordsOf = (text: string) => text.split(/\s+/).filter((word) => !/^[>|^]$/.test(word));
	const withoutFrame = new NamesakeError("EXPORT_NOT_FOUND", { asked: ERROR.asked, why: ERROR.why, fix: ERROR.fix });
	for (let width = 40; width <= 120; width += 1) {
		const text = renderError(ERROR, { ...PLAIN, width });
		for (const line of text.split("\n")) assert.ok(line.length <= width, `${width}: ${line}`);
		const coloured = renderError(ERROR, { ...PLAIN, width, colours: pc.createColors(true) });
		if (width >= 70) assert.equal(stripVTControlCharacters(coloured).replaceAll(/ +$/gm, ""), text);
		assert.deepEqual(
			wordsOf(renderError(withoutFrame, { ...PLAIN, width })),
			wordsOf(renderError(withoutFrame, PLAIN)),
			`${width}`,
		);
	}
});

test("a word that is longer than a line stays whole, and wide characters count twice", () => {
	assert.equal(wrap("a bcdefghij k", 5), "a\nbcdefghij\nk");
	assert.equal(wrap("日本 日本 日本", 9, 2), "日本\n  日本\n  日本");
	assert.equal(
		renderLine("namesake check: 12 names, all proved", { width: 20 }),
		"namesake check: 12\n  names, all proved\n",
	);
});

test("a problem and a notice have a severity and a code; a usage error has no code", () => {
	const problem = {
		code: "NAME_RENAMED",
		name: "app/m#send",
		where: [],
		why: "it is now app/m#post, whose code is the same",
		fix: "run `namesake check --fix` to record the old name as a previous name",
		jobs: { mails: { waiting: 2 } },
	} as const;
	assert.equal(
		renderProblems([problem, { ...problem, code: "INVALID_NAME", name: "", jobs: undefined }], PLAIN),
		`error[NAME_RENAMED]: the value was renamed: app/m#send
  jobs: 2 jobs in mails (2 waiting)
  why: it is now app/m#post, whose code is the same
  fix: run \`namesake check --fix\` to record the old name as a previous name

error[INVALID_NAME]: the text is not a name: (no name)
  why: it is now app/m#post, whose code is the same
  fix: run \`namesake check --fix\` to record the old name as a previous name
`,
	);
	assert.equal(
		renderMessage({ severity: "notice", code: "NAME_RENAMED", text: "a is a previous name of b" }, PLAIN),
		"notice[NAME_RENAMED]: a is a previous name of b",
	);
	assert.equal(renderMessage({ severity: "error", text: "there is no file x" }, PLAIN), "error: there is no file x");
});

test("a code is a link to its heading in the reference", () => {
	const text = renderError(ERROR, { ...PLAIN, width: 50, hasLinks: true });
	assert.match(
		text,
		/^\u001b\]8;;file:\/\/[^\u001b]*\/docs\/reference\/errors\.md#export_not_found\u001b\\error\[EXPORT_NOT_FOUND\]\u001b\]8;;\u001b\\: the module has no such\n/,
	);
});

test("no source line in the stack of a syntax error has more than 200 characters", () => {
	for (const [column, marks] of [
		[5000, `${" ".repeat(5000)}^^^^`],
		// V8 has no room for more.
		[50_000, " ".repeat(1020)],
	] as const) {
		const error = new SyntaxError("Unexpected identifier");
		const text = `${"x;".repeat(column / 2)}HERE${";y".repeat(20_000)}`;
		error.stack = `file:///app/dist/main.js:1\n${text}\n${marks}\n\nSyntaxError: Unexpected identifier\n    at compile (/app/a.js:1:1)`;
		const lines = renderThrown(error, PLAIN).split("\n");
		for (const line of lines) assert.ok(line.length <= 200, `${line.length}`);
		assert.ok(lines.includes("SyntaxError: Unexpected identifier"));
		if (column === 5000) {
			const caret = lines.findIndex((line) => /^ *\^$/.test(line));
			assert.equal(lines[caret - 1]?.slice(lines[caret]?.indexOf("^")).slice(0, 4), "HERE");
		}
	}
});
