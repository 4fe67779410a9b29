import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { commandProject } from "./command.ts";

describe("namesake", () => {
	it("prints help with examples, and its version", async () => {
		await using project = await commandProject({});
		for (const args of [
			["--help"],
			["list", "--help"],
			["run", "--help"],
			["execute", "--help"],
			["explain", "--help"],
		]) {
			const { code, stdout, stderr } = project.namesake(args);
			assert.deepEqual([code, stderr], [0, ""]);
			assert.match(stdout, /\nExamples:\n {2}\$ namesake /);
		}
		const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
		assert.equal(project.namesake(["--version"]).stdout, `${version}\n`);
	});

	it("exits with 2 for what it does not know, with the nearest", async () => {
		await using project = await commandProject({});
		for (const [args, says] of [
			[["lst"], /unknown command 'lst'\n\(Did you mean list\?\)/],
			[["list", "--jsno"], /unknown option '--jsno'\n\(Did you mean --json\?\)/],
			[[], /^Usage: /],
		] as const) {
			const { code, stdout, stderr } = project.namesake([...args]);
			assert.deepEqual([code, stdout], [2, ""]);
			assert.match(stderr, says);
		}
	});

	it("loads for its help no more than it needs", async () => {
		await using project = await commandProject({
			"spy.cjs": `
				const { writeFileSync } = require("node:fs");
				process.on("exit", () => writeFileSync(process.env.SPY, JSON.stringify([
					...Object.keys(require.cache), ...process.moduleLoadList,
				])));
			`,
		});
		const { code } = project.namesake(["--help"], {
			env: { SPY: project.at("loaded.json") },
			flags: ["--require", project.at("spy.cjs")],
		});
		assert.equal(code, 0);
		const loaded = JSON.parse(readFileSync(project.at("loaded.json"), "utf8")) as string[];
		assert.ok(loaded.some((path) => path.includes("commander")));
		assert.deepEqual(
			loaded.filter((path) =>
				/oxc|string-width|code-frame|tinyglobby|Builtin inspector$|NativeModule inspector$/.test(path),
			),
			[],
		);
	});

	it("is quiet when its reader goes away", { skip: process.platform === "win32" }, async () => {
		const text = Array.from({ length: 20_000 }, (_, index) => `export const name${index} = ${index};`).join("\n");
		await using project = await commandProject({ "src/m.js": text });
		const bin = join(process.cwd(), "dist", "cli", "bin.js");
		const { stdout, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${bin}" list | head -n 1`], {
			cwd: project.at(),
			encoding: "utf8",
		});
		assert.deepEqual([stdout, stderr], ["app/src/m#name0\tvalue\tsrc/m.js:1:14\tyes\n", ""]);
	});
});
