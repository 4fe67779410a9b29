import assert from "node:assert/strict";
import { test } from "node:test";
import { requireLoadable } from "../../src/tracking/loadable.ts";
import { coded } from "../package/project.ts";

const found = {
	name: "@acme/app/src/m#send",
	moduleName: "@acme/app/src/m",
	functionName: "send",
	fullPath: "/app/src/m.ts",
	loadable: true,
};

test("what another process can load, is handed on as it is", () => assert.equal(requireLoadable(found), found));

test("what it can't load is an error that says why", () => {
	assert.throws(() => requireLoadable({ ...found, loadable: false }), coded("NOT_EXPORTED", "no export of its module"));
	assert.throws(
		() =>
			requireLoadable({ ...found, functionName: "make/inner", name: "@acme/app/src/m#make/inner", loadable: false }),
		coded("NESTED", "move it to the top level"),
	);
	assert.throws(
		() => requireLoadable({ ...found, moduleName: "", name: "send" }),
		coded("NOT_EXPORTED", "the code is not in a file"),
	);
	assert.throws(
		() => requireLoadable({ ...found, name: "send-email", loadable: false }),
		coded("NOT_EXPORTED", "another process finds @acme/app/src/m#send by this name only if", 'name: "send-email"'),
	);
});
