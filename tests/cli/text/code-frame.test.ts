import assert from "node:assert/strict";
import { test } from "node:test";
import pc from "picocolors";
import { codeFrame, lineOf } from "../../../src/cli/render/code-frame.ts";
import { project } from "../../package/project.ts";

const PLAIN = { width: Number.POSITIVE_INFINITY, colours: pc.createColors(false) };
const COLOURED = { ...PLAIN, colours: pc.createColors(true) };

test("a frame shows the line of a file, with a caret below its column", async () => {
	await using fixture = await project({ "a.ts": "\ufeffconst a = 1;\r\nconst b = 2;\nconst c = 3;\n" });
	const file = fixture.at("a.ts");
	assert.equal(
		codeFrame({ file, line: 2, column: 7 }, PLAIN),
		"  1 | const a = 1;\n> 2 | const b = 2;\n    |       ^\n  3 | const c = 3;",
	);
	assert.match(codeFrame({ file, line: 2, column: 7 }, COLOURED) ?? "", /\u001b\[/);
	assert.equal(lineOf(file, 1), "const a = 1;");
	assert.equal(lineOf(file, 9), undefined);
});

test("what an error knows of a line comes before what the file says now", async () => {
	await using fixture = await project({ "a.ts": "const b = 2;\n" });
	const file = fixture.at("a.ts");
	assert.equal(
		codeFrame({ file, line: 1, column: 7, text: "const a = 1;" }, PLAIN),
		"> 1 | const a = 1;\n    |       ^",
	);
	assert.match(codeFrame({ file, line: 1, column: 7, text: "const b = 2;" }, PLAIN) ?? "", /^> 1 \| const b = 2;\n/);
});

test("without the file the line is shown that an error has, else nothing", () => {
	const gone = { file: "/nowhere/a.ts", line: 3, column: 2 };
	assert.equal(codeFrame({ ...gone, text: "\tlost();" }, PLAIN), "> 3 |  lost();\n    |  ^");
	assert.equal(codeFrame(gone, PLAIN), undefined);
	assert.equal(lineOf(gone.file, 1), undefined);
});

test("a long line is cut around the column, so that no line has more than 200 characters", async () => {
	const text = `${"x".repeat(5000)}HERE${"y".repeat(5000)}`;
	await using fixture = await project({ "min.js": text });
	const frame = codeFrame({ file: fixture.at("min.js"), line: 1, column: 5001 }, PLAIN) ?? "";
	const [line = "", caret = ""] = frame.split("\n");
	assert.ok(line.length < 200, `${line.length}`);
	assert.equal(line.slice(caret.indexOf("^")).slice(0, 4), "HERE");
	assert.match(line, /^> 1 \| …x+HEREy+…$/);
});

test("without a long line beside it", async () => {
	await using fixture = await project({ "a.js": `short();\n${"x".repeat(5000)}\n` });
	assert.equal(codeFrame({ file: fixture.at("a.js"), line: 1, column: 1 }, PLAIN), "> 1 | short();\n    | ^");
});

test("a frame fits the terminal", async () => {
	const text = "export function aRatherLongName(one: string, two: string): string { return one + two; }";
	await using fixture = await project({ "a.ts": `${text}\n${text.replace("Long", "Longer")}\n` });
	for (const width of [40, 60, 80])
		for (const column of [1, 17, 45, text.length]) {
			const frame = codeFrame({ file: fixture.at("a.ts"), line: 1, column }, { ...PLAIN, width }) ?? "";
			const [line = "", caret = ""] = frame.split("\n");
			for (const shown of [line, caret]) assert.ok(shown.length <= width, `${shown.length} > ${width}`);
			assert.equal(line[caret.indexOf("^")], text[column - 1]);
		}
});
