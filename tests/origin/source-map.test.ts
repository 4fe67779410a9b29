import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Script } from "../../src/origin/script.ts";
import { placeOf } from "../../src/origin/source-map.ts";
import { project } from "../package/project.ts";

/** Line 0, column 0 of the output is line 2, column 4 of the source. */
const map = (sources: string[], rest: object = {}) =>
	JSON.stringify({ version: 3, sources, names: [], mappings: "AAEI", ...rest });

function script(file: string, sourceMapUrl: string): Script {
	return { url: pathToFileURL(file).href, isModule: true, source: "made();\n", sourceMapUrl };
}

test("a place is that of the source, with its line, if there is a map", async () => {
	const source = "// one\n// two\n    made();\n";
	await using p = await project({
		"src/m.ts": source,
		"dist/m.js": "made();\n",
		"dist/m.js.map": map(["../src/m.ts"]),
	});
	const expected = { file: p.at("src/m.ts"), line: 3, column: 5, text: "    made();" };
	const inline = map(["../src/m.ts"]);
	for (const url of [
		"m.js.map",
		`data:application/json;base64,${Buffer.from(inline).toString("base64")}`,
		`data:application/json;charset=utf-8,${encodeURIComponent(inline)}`,
		`data:application/json,${encodeURIComponent(map([p.at("src/m.ts")]))}`,
		`data:application/json,${encodeURIComponent(map([pathToFileURL(p.at("src/m.ts")).href]))}`,
	])
		assert.deepEqual(placeOf(script(p.at("dist/m.js"), url), 0), expected, url.slice(0, 40));
});

test("a source that was not shipped has a place without its line", async () => {
	await using p = await project({ "dist/m.js": "made();\n", "dist/m.js.map": map(["../src/m.ts"]) });
	const { text, ...place } = placeOf(script(p.at("dist/m.js"), "m.js.map"), 0);
	assert.deepEqual([place, text], [{ file: p.at("src/m.ts"), line: 3, column: 5 }, undefined]);
});

test("without a map that can be read the place is that of the script itself", async () => {
	await using p = await project({
		"dist/m.js": "",
		"dist/broken.map": "{",
		"dist/empty.map": map([], { mappings: "" }),
	});
	const expected = { file: p.at("dist/m.js"), line: 1, column: 3, text: "made();" };
	const urls = ["", "none.map", "broken.map", "empty.map", "https://x.y/m.js.map", "data:text/plain,x", "http://["];
	for (const url of urls) assert.deepEqual(placeOf(script(p.at("dist/m.js"), url), 2), expected, url);
});
