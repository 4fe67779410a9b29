/* Prototypes that everybody shares, polluted before the library is there and after. */
import { functionsAre, type Setting, testSettings } from "./setting.ts";

const MARKS: Readonly<Record<string, string>> = {
	"options of ours: allow": "Object.prototype.allow = '*'",
	"options of ours: packageRoot": "Object.prototype.packageRoot = '/'",
	"options of ours: from": "Object.prototype.from = '/'",
	"what a package.json says: name": "Object.prototype.name = 'evil'",
	"what a package.json says: exports": "Object.prototype.exports = './evil.js'",
	"what a package.json says: namesake": "Object.prototype.namesake = { roots: { src: 'evil' } }",
	"what a package.json says: workspaces": "Object.prototype.workspaces = ['*']",
	"what a tsconfig says": "Object.prototype.compilerOptions = { outDir: 'src', rootDir: 'evil' }",
	"a function": "Object.prototype.polluted = function polluted() {}",
	"descriptors: get, later": "Object.prototype.get = function () {}",
	"descriptors: value": "Object.prototype.value = 1",
	"descriptors: writable": "Object.prototype.writable = false; Object.prototype.configurable = false",
	"errors: code and cause": "Object.prototype.code = 'EVIL'; Object.prototype.cause = 1",
	"nodes: type and body": "Object.prototype.type = 'Program'; Object.prototype.body = []",
	"nodes: declare": "Object.prototype.declare = true",
	"nodes: importKind and exportKind": "Object.prototype.importKind = Object.prototype.exportKind = 'type'",
	"nodes: key": "Object.prototype.key = { type: 'Identifier', name: 'evil' }; Object.prototype.computed = false",
	"modules: url and filename": "Object.prototype.url = 'file:///evil.js'; Object.prototype.filename = '/evil.js'",
	"thenables: then": "Object.prototype.then = undefined",
	"the map's file": "Object.prototype.sections = []; Object.prototype.sources = ['x', 'y']",
	"Array.prototype: an enumerable method": "Array.prototype.last = function () { return this.at(-1) }",
	"Array.prototype: an index": "Array.prototype[3] = 'evil'",
	"Function.prototype: name": "Function.prototype.location = 'evil'; Function.prototype.lhs = 'evil'",
	"String.prototype": "String.prototype.file = 'evil'",
	"Map.prototype": "Map.prototype.size2 = 1; Set.prototype.path = []",
	"Symbol.hasInstance overridden":
		"Object.defineProperty(Object.prototype, Symbol.hasInstance, { value: () => true, configurable: true })",
};

const both: Record<string, Setting> = {};
for (const [title, text] of Object.entries(MARKS)) {
	if (!title.endsWith("later")) both[`${title}, before`] = { before: text };
	both[`${title}, after`] = { after: text };
}
// oxc-parser's own nodes are then something else than the text says.
const ID = "Object.prototype.id = { type: 'Identifier', name: 'evil' }";
const coded = { ...functionsAre("SOURCE_UNAVAILABLE"), bound: "BOUND_FUNCTION", native: "NATIVE_FUNCTION" };
both["nodes: id, before"] = { before: ID, coded };
both["nodes: id, after"] = { after: ID, coded };
testSettings("polluted prototypes", both);

const WRAPPED = `
	for (const [Class, keys] of [[WeakMap, ["get", "set", "has"]], [Map, ["get", "set", "has"]], [Set, ["has", "add"]],
		[Array, ["map", "filter", "find", "flatMap", "push"]], [String, ["replace", "startsWith", "split"]], [RegExp, ["exec", "test"]],
		[Promise, ["then"]], [Function, ["call", "apply", "bind", "toString"]]])
		for (const key of keys) {
			const original = Class.prototype[key];
			Object.defineProperty(Class.prototype, key, { ...Object.getOwnPropertyDescriptor(Class.prototype, key), value: function (...args) { return Reflect.apply(original, this, args) } });
		}
`;
testSettings("methods of the language replaced by ones that call them", {
	before: { before: WRAPPED },
	after: { after: WRAPPED },
});
