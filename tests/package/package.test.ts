import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { packageFinder, packageOf, packageType } from "../../src/package/package.ts";
import { coded, project } from "./project.ts";

test("the nearest package.json with a name counts, markers and unnamed ones are passed through", async () => {
	await using p = await project({
		"package.json": { name: "@acme/app" },
		"src/package.json": { type: "commonjs" },
		"src/a/package.json": { private: true },
		"src/a/m.ts": "",
	});
	assert.equal(packageOf(p.at("src/a/m.ts"))?.name, "@acme/app");
	assert.equal(packageOf(p.at("src/a/m.ts"))?.dir, p.at());
	assert.equal(packageOf(p.at("src/a/not-there.ts"))?.dir, p.at());
});

test("without a name, the innermost that is more than a marker; else the innermost marker", async () => {
	await using p = await project({
		"package.json": { version: "1.0.0" },
		"a/package.json": { private: true, name: "" },
		"a/b/package.json": { type: "module" },
		"a/b/m.ts": "",
	});
	assert.deepEqual([packageOf(p.at("a/b/m.ts"))?.dir, packageOf(p.at("a/b/m.ts"))?.name], [p.at("a"), undefined]);
	await using markers = await project({
		"package.json": { type: "module" },
		"b/package.json": { type: "module" },
		"b/m.js": "",
	});
	assert.equal(packageOf(markers.at("b/m.js"))?.dir, markers.at("b"));
});

test("a file of a dependency belongs to what is installed, whatever package.json is inside or missing", async () => {
	await using p = await project({
		"package.json": { name: "app" },
		"node_modules/alias/package.json": { name: "real" },
		"node_modules/alias/esm/package.json": { name: "real-esm" },
		"node_modules/alias/esm/m.js": "",
		"node_modules/@s/bare/m.js": "",
		"node_modules/.pnpm/lib@1.0.0/node_modules/lib/m.js": "",
		"node_modules/.cache/m.js": "",
	});
	const of = (path: string) => [packageOf(p.at(path))?.name, packageOf(p.at(path))?.isDependency];
	assert.deepEqual(of("node_modules/alias/esm/m.js"), ["alias", true]);
	assert.deepEqual(of("node_modules/@s/bare/m.js"), ["@s/bare", true]);
	assert.deepEqual(of("node_modules/.pnpm/lib@1.0.0/node_modules/lib/m.js"), ["lib", true]);
	assert.deepEqual(of("node_modules/.cache/m.js"), ["app", false]);
});

test("a package.json that is not JSON is an error with its place", async () => {
	await using p = await project({ "package.json": '{\n\t"name": "app",\n\t"type": module\n}', "m.ts": "" });
	assert.throws(() => packageOf(p.at("m.ts")), coded("SOURCE_UNAVAILABLE", `${p.at("package.json")}:3:10`));
	await using cut = await project({ "package.json": '{\n"name": "app"', "m.ts": "" });
	assert.throws(() => packageOf(cut.at("m.ts")), coded("SOURCE_UNAVAILABLE", `${cut.at("package.json")}:2:14`));
	await using list = await project({ "package.json": "[]", "m.ts": "" });
	assert.throws(() => packageOf(list.at("m.ts")), coded("SOURCE_UNAVAILABLE", "not a JSON object"));
});

test("a package.json that changes is read again, one that does not gives the same object", async () => {
	await using p = await project({ "package.json": { name: "before" }, "m.ts": "" });
	assert.equal(packageOf(p.at("m.ts")), packageOf(p.at("m.ts")));
	writeFileSync(p.at("package.json"), JSON.stringify({ name: "afterwards" }));
	assert.equal(packageOf(p.at("m.ts"))?.name, "afterwards");
});

test("the type of a file is that of the nearest package.json, whatever else stands there", async () => {
	await using p = await project({
		"package.json": { name: "app", type: "module" },
		"src/package.json": { private: true },
		"src/a/package.json": { type: "commonjs" },
		"node_modules/lib/package.json": { name: "lib", type: "module" },
		"node_modules/lib/esm/package.json": { type: "commonjs" },
		"node_modules/bare/m.js": "",
	});
	const types = [
		"m.js",
		"other/m.js",
		"src/m.js",
		"src/a/b/m.js",
		"node_modules/lib/m.js",
		"node_modules/lib/esm/m.js",
	];
	assert.deepEqual(
		types.map((file) => packageType(p.at(file))),
		["module", "module", undefined, "commonjs", "module", "commonjs"],
	);
	// What is installed without a package.json is a package without a type; nothing outside of it counts.
	assert.equal(packageType(p.at("node_modules/bare/m.js")), undefined);
	assert.equal(packageType(p.at("node_modules/m.js")), undefined);
});

test("a finder looks once for each folder", async () => {
	await using p = await project({ "package.json": { name: "app" }, "a/package.json": { name: "a" }, "a/b/m.ts": "" });
	const find = packageFinder();
	assert.equal(find(p.at("a/b/m.ts"))?.name, "a");
	assert.equal(find(p.at("m.ts"))?.name, "app");
	writeFileSync(p.at("a/package.json"), JSON.stringify({ name: "changed" }));
	assert.equal(find(p.at("a/b/n.ts"))?.name, "a");
	assert.equal(packageFinder()(p.at("a/b/m.ts"))?.name, "changed");
	assert.equal(find(p.at("a/m.ts"))?.name, "changed");
});
