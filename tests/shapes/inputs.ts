import { type CorpusFile, equals, input, named, source } from "./row.ts";

const M = "@acme/app/src/target";

/** N1 to N6: names from outside. */
export const inputs: readonly CorpusFile[] = [
	{
		file: "target.ts",
		text: source`
			export function send() {}
			export function f() {}
			export const o = { m() {}, toJSON: undefined };
			export const list = [() => 1];
			const hidden = () => 1;
			export const reveal = () => hidden;
		`,
		rows: [
			named("N5", "send"),
			...[
				"",
				"#x",
				"a#",
				"a##b",
				"a",
				`${M}#o[`,
				`${M}#o[0`,
				`${M}#o]`,
				`${M}#o["m]`,
				`${M}#.o`,
				`${M}#o.`,
				`${M}#o..m`,
			].map((name) => input("N1", name, "INVALID_NAME")),
			{ ...input("N1", "", "INVALID_NAME"), get: `"${M}#" + "x".repeat(1e6)` },
			input("N1", `${M}#\ud800`, "INVALID_NAME"),
			input("N1", `${M}#a\0b`, "INVALID_NAME"),
			input("N1", `${M}\0#send`, "INVALID_NAME"),
			...["undefined", "null", "1", "{}", "[]", "() => 1"].map((value) => ({
				...input("N1", "", "INVALID_NAME"),
				get: `(${value})`,
			})),
			...["node:fs#rmSync", "fs#rmSync", "/etc/passwd#x", "../../x#y", "file:///x#y", "./../../x#y", "..#x"].map(
				(name) => input("N2", name, "FORBIDDEN_MODULE"),
			),
			...["data:text/javascript,globalThis.acmeLoaded=1;export const x=1#x", "https://example.invalid/x.js#x"].map(
				(name) => input("N2", name, "FORBIDDEN_MODULE"),
			),
			...["@acme/app/src/../../secret#x", "@acme/app/../secret#x", "@acme/app/src/escape#x"].map((name) =>
				input("N3", name, "FORBIDDEN_MODULE", { plugin: "MODULE_NOT_FOUND" }),
			),
			input("N3", "@acme/app/src/./target#send", "FORBIDDEN_MODULE", {
				codes: ["FORBIDDEN_MODULE", "INVALID_NAME", "MODULE_NOT_FOUND"],
			}),
			equals("N2", "[globalThis.acmeLoaded, globalThis.acmeSecret]", [null, null]),
			...[
				"constructor",
				"__proto__",
				"o.__proto__.polluted",
				"o.toString",
				"f.constructor",
				"o.constructor",
				"list.length.x",
			].map((path) => input("N4", `${M}#${path}`, "EXPORT_NOT_FOUND")),
			...["list.map", "list[1]", 'list["-1"]', "o.m.call", "hasOwnProperty", "toString"].map((path) =>
				input("N4", `${M}#${path}`, "EXPORT_NOT_FOUND"),
			),
			input("N5", "@acme/app/src/targte#send", "MODULE_NOT_FOUND", {
				nearest: "@acme/app/src/target",
				plugin: "MODULE_NOT_FOUND, nothing near",
			}),
			input("N5", `${M}#sned`, "EXPORT_NOT_FOUND", { nearest: "send" }),
			input("N5", `${M}#o.n`, "EXPORT_NOT_FOUND", { nearest: "m" }),
			input("N5", "@acme/nothing/src/x#y", "MODULE_NOT_FOUND", { codes: ["MODULE_NOT_FOUND", "FORBIDDEN_MODULE"] }),
			input("F10", `${M}#hidden`, "NOT_EXPORTED", { plugin: "EXPORT_NOT_FOUND" }),
			input("F12", `${M}#reveal/<anonymous>`, "NESTED", { plugin: "MODULE_NOT_FOUND" }),
		],
	},
	{
		file: "n6.ts",
		unloaded: true,
		needs: ["files"],
		text: 'export const x = 1;\nthrow new TypeError("boom while loading");\n',
		rows: [
			input("N6", "@acme/app/src/n6#x", "MODULE_FAILED", { cause: "boom while loading" }),
			input("N6", "@acme/app/src/n6#x", "MODULE_FAILED", { cause: "boom while loading" }),
		],
	},
];
