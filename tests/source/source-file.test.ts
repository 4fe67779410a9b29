import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { placeAt, SourceFiles, sourceFileOf, syntaxError } from "../../src/source/source-file.ts";
import { coded, project } from "../package/project.ts";

test("a file is read once, as long as it is kept", async () => {
	await using p = await project({ "m.ts": "const a = 1;", "n.ts": "const b = 1;" });
	const files = new SourceFiles();
	const read = files.read(p.at("m.ts"));
	assert.equal(read?.file, p.at("m.ts"));
	assert.deepEqual([...(read?.source.bindings.keys() ?? [])], ["a"]);
	writeFileSync(p.at("m.ts"), "const changed = 1;");
	assert.equal(files.read(p.at("m.ts")), read);
	assert.notEqual(new SourceFiles().read(p.at("m.ts"))?.source.text, read?.source.text);
});

test("what can't be read is undefined, and stays so", async () => {
	await using p = await project({ "dir/m.ts": "" });
	const files = new SourceFiles();
	assert.equal(files.read(p.at("none.ts")), undefined);
	assert.equal(files.read(p.at("dir")), undefined);
	writeFileSync(p.at("none.ts"), "");
	assert.equal(files.read(p.at("none.ts")), undefined);
	assert.equal(files.read(p.at("dir/m.ts"))?.source.text, "");
});

test("what was read last is kept, the oldest is read again", async () => {
	const long = `/* ${"x".repeat(300_000)} */`;
	await using p = await project({ "a.ts": long, "b.ts": long, "c.ts": long, "d.ts": long, "huge.ts": long.repeat(5) });
	const files = new SourceFiles();
	const read = (name: string) => files.read(p.at(`${name}.ts`));
	const [a, b, c] = ["a", "b", "c"].map(read);
	assert.deepEqual([read("a"), read("b"), read("c")], [a, b, c]);
	// `a` is asked again, so that `b` is the oldest.
	assert.equal(read("a"), a);
	const d = read("d");
	assert.deepEqual([read("a") === a, read("c") === c, read("d") === d], [true, true, true]);
	assert.notEqual(read("b"), b);
	// What alone is too long is kept as long as nothing else is asked for.
	const huge = read("huge");
	assert.equal(read("huge"), huge);
	read("a");
	assert.notEqual(read("huge"), huge);
});

test("a mark of the byte order is no part of the text", async () => {
	await using p = await project({ "m.ts": "\ufeffexport const a = 1;", "n.ts": "export const a = '\ufeff';" });
	const files = new SourceFiles();
	assert.equal(files.read(p.at("m.ts"))?.source.text, "export const a = 1;");
	assert.equal(files.read(p.at("n.ts"))?.source.text, "export const a = '\ufeff';");
});

test("what is no ES module may be a script", () => {
	const problems = (file: string, text: string) => sourceFileOf(file, text, "values").source.problems.length;
	for (const script of ["return;", "var await = 1;"]) {
		for (const file of ["/m.js", "/m.cjs"]) assert.equal(problems(file, script), 0, `${file}: ${script}`);
		for (const file of ["/m.mjs", "/m.mts"]) assert.notEqual(problems(file, script), 0, `${file}: ${script}`);
	}
	assert.notEqual(problems("/m.js", "import 'x'; return;"), 0);
	assert.equal(problems("/m.js", "await 1;"), 0);
	assert.equal(sourceFileOf("/m.js", "await 1;", "values").source.text, "await 1;");
});

test("a syntax error has its place", () => {
	const broken = sourceFileOf("/app/m.ts", "const a = 1;\nconst b = ;\n", "values");
	const error = syntaxError(broken);
	assert.ok(coded("SOURCE_UNAVAILABLE", "/app/m.ts:2:11", "const b = ;", "syntax error")(error));
	assert.equal(syntaxError(sourceFileOf("/app/m.ts", "const a = 1;", "values")), undefined);
	// Neither as a module nor as a script: what is told is what is wrong with the module.
	assert.notEqual(syntaxError(sourceFileOf("/app/m.js", "return; const = 1;", "values")), undefined);
	assert.deepEqual(placeAt(broken, 19), { file: "/app/m.ts", line: 2, column: 7, text: "const b = ;" });
	assert.deepEqual(placeAt(broken, 0), { file: "/app/m.ts", line: 1, column: 1, text: "const a = 1;" });
});
