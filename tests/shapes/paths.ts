import { type CorpusFile, instance, named, source } from "./row.ts";

const text = source`
	import { TrackedInstance } from "namesake";
	class Local extends TrackedInstance {}
	export function send() {}
	export const a = new Local();
`;

/** F21: paths that are hard to say, and M3, M4: packages inside the package. The keys are paths as the file system has them. */
export const paths: readonly CorpusFile[] = [
	...["index.ts", "a.b.ts", "[id].ts", "dir.v1/x.ts", "a dir/x.ts", "größe/ü.ts", "dir/index.ts"].map((file) => ({
		file,
		text,
		rows: [named("F21", "send"), instance("F21", "a")],
	})),
	{
		file: "c#/x.ts",
		text,
		rows: [
			named("F21", "send", { module: "@acme/app/src/c%23/x" }),
			instance("F21", "a", { module: "@acme/app/src/c%23/x" }),
		],
	},
	{
		file: "100%/x%20y.ts",
		text,
		rows: [
			named("F21", "send", { module: "@acme/app/src/100%25/x%2520y" }),
			instance("F21", "a", { module: "@acme/app/src/100%25/x%2520y" }),
		],
	},
	{
		file: "m03.ts",
		text: 'export { linked } from "@acme/x";\n',
		rows: [named("M3", "linked", { module: "@acme/x/src/index", loadable: "either" })],
	},
	{
		file: "old/package.json",
		text: '{ "type": "commonjs" }\n',
		unloaded: true,
		rows: [],
	},
	{
		file: "old/old.js",
		text: source`
			const { TrackedInstance } = require("namesake");
			class Local extends TrackedInstance {}
			exports.send = function () {};
			exports.a = new Local();
		`,
		rows: [named("M4", "send"), instance("M4", "a", { sync: "may" })],
	},
];
