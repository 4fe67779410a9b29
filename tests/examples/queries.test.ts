import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { cp } from "node:fs/promises";
import { test } from "node:test";
import { app, TSX, told } from "../app.ts";
import { inRepository } from "../repository.ts";

const TELL = `
import { extractTaskModule } from "namesake";
import { byCountry, largest, sql } from "./src/queries.ts";
console.log(JSON.stringify({
	names: sql.getAllTasks().map((query) => extractTaskModule(query)),
	located: [byCountry, largest].map((query) => ["--resolver", sql.location, "--", ...sql.loaderArgs(query)]),
}));
`;

test("a query is a task: named by its variable, run in another process by what its resolver has told here", async () => {
	await using project = await app({ "package.json": readFileSync(inRepository("examples/package.json"), "utf8") });
	await cp(inRepository("examples/src"), project.at("src"), { recursive: true });
	for (const name of ["node-sqlite3-wasm", "tsx"])
		symlinkSync(inRepository("node_modules", name), project.at(`node_modules/${name}`), "junction");
	await project.write("tell.ts", TELL);
	const { names, located } = (await project.tell("tell.ts", { flags: ["--import", TSX] })) as {
		readonly names: readonly { readonly name: string; readonly loadable: boolean }[];
		readonly located: readonly (readonly string[])[];
	};
	assert.deepEqual(
		names.map(({ name, loadable }) => [name, loadable]),
		[
			["@acme/shop/src/queries#byCountry", true],
			["@acme/shop/src/queries#largest", true],
		],
	);
	const bin = "node_modules/namesake/dist/cli/bin.js";
	const execute = async (location: readonly string[], args: unknown) =>
		await project.run(bin, { args: ["execute", "--args", JSON.stringify(args), ...location] });
	const [first = [], second = []] = located;
	assert.deepEqual(told(await execute(first, [])), [
		{ country: "DE", total: 1892 },
		{ country: "FR", total: 360 },
	]);
	assert.deepEqual(told(await execute(second, [1])), [{ id: "A-1", total: 1892 }]);
	const refused = await execute([...first.slice(0, -1), "@acme/shop/src/pricing#quote"], ["A-1"]);
	assert.equal(refused.code, 2);
	assert.match(refused.stderr, /^error\[NOT_A_TASK\]: [\s\S]*@acme\/shop\/src\/pricing#quote is no query/);
});
