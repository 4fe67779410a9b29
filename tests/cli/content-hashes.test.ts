import assert from "node:assert/strict";
import { readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { ContentHashes } from "../../src/cli/project/content-hashes.ts";
import { project } from "../package/project.ts";

it("hashes the content of a file again when its stamp has changed, or when it was new the last time", async () => {
	const folder = await project({ "a.js": "one", "package.json": "{}" });
	try {
		const [file, kept] = [folder.at("a.js"), folder.at("hashes.json")];
		const run = () => {
			const hashes = new ContentHashes(kept);
			const hash = hashes.of(file);
			hashes.write();
			return hash;
		};
		const one = run();
		assert.match(one ?? "", /^[\da-f]{64}$/);
		assert.doesNotMatch(readFileSync(kept, "utf8"), /stamp/);
		await setTimeout(2100);
		assert.equal(run(), one);
		assert.match(readFileSync(kept, "utf8"), /stamp/);
		// Only what is kept can be the answer now.
		writeFileSync(kept, readFileSync(kept, "utf8").replace(one ?? "", "kept"));
		assert.equal(run(), "kept");
		const { atime, mtime } = statSync(file);
		writeFileSync(file, "two");
		utimesSync(file, atime, mtime);
		const two = run();
		assert.notEqual(two, "kept");
		assert.notEqual(two, one);
		assert.equal(new ContentHashes(kept).of(file, 2), new ContentHashes(kept).of(file, 1));
		assert.equal(new ContentHashes(kept).of(folder.at("absent.js")), undefined);
	} finally {
		await folder.rm();
	}
});
