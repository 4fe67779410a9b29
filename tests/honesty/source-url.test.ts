/* `//# sourceURL=` gives any text the URL of a real module; what that text makes is not what the module holds. */
import { before, describe, test } from "node:test";
import { app } from "../app.ts";
import { assertLoadable, assertNotLoadable, SHARED, type Told } from "./probe.ts";

const MODULE = 'export function f() {}\nexport const t = new A("t");\nexport const task = lib.task(() => 1);\n';
const TEXTS: Record<string, string> = {
	"ready.js": MODULE,
	"waiting.js": `${MODULE}await 0;\n`,
	"common.cjs": "exports.f = function f() {};\nexports.t = new A();\nexports.task = lib.task(() => 1);\n",
};
const KEYS = ["f", "t", "task"];

/** Every impostor has a module of its own that nobody asks: after its values, it would be told that the names are taken. */
const IMPOSTORS: Record<string, string> = {
	data: `await import("data:text/javascript," + encodeURIComponent(text + line))`,
	eval: `(0, eval)(script + "({ f, t, task })" + line)`,
	Function: `new Function(script + "return { f, t, task }" + line)()`,
	"direct eval": `eval(script + "({ f, t, task })" + line)`,
};

let told: Record<string, Told>;
before(async () => {
	const files: Record<string, string> = {};
	for (const [name, text] of Object.entries(TEXTS)) {
		files[`real/${name}`] = text;
		for (const impostor of Object.keys(IMPOSTORS))
			for (const kind of ["url", "path"]) files[`${impostor}/${kind}/${name}`] = text;
	}
	const asks = Object.entries(IMPOSTORS).map(([impostor, make]) => {
		const label = JSON.stringify(impostor);
		return `
			for (const kind of ["url", "path"])
				for (const name of ${JSON.stringify(Object.keys(TEXTS))}) {
					if (${label} === "data" && name === "common.cjs") continue;
					const { url, path, text } = await real(${label} + "/" + kind + "/" + name);
					const script = text.replace(/await 0;\\n/, "").replaceAll(/export const |exports\\.(?=f)/g, "var ")
						.replaceAll(/export |exports\\./g, "");
					const line = "\\n//# sourceURL=" + (kind === "url" ? url : path);
					told[${label} + " " + kind + " " + name] = await tell(pick(${make}));
				}
		`;
	});
	await using p = await app({
		...SHARED,
		...files,
		"main.js": `
			import "./made.js";
			import { readFileSync } from "node:fs";
			import { createRequire } from "node:module";
			import { fileURLToPath } from "node:url";
			import { tell } from "./probe.js";
			const told = {};
			const pick = ({ f, t, task }) => ({ f, t, task });
			const real = async (file) => {
				const { href: url } = new URL(encodeURI(file), import.meta.url);
				const path = fileURLToPath(url);
				const values = pick(file.endsWith(".cjs") ? createRequire(url)(path) : await import(url));
				return { url, path, text: readFileSync(path, "utf8"), values };
			};
			${asks.join("")}
			for (const name of ${JSON.stringify(Object.keys(TEXTS))}) told["real " + name] = await tell((await real("real/" + name)).values);
			console.log(JSON.stringify(told));
		`,
	});
	told = (await p.tell("main.js")) as typeof told;
});

describe("text with the URL of a real module", () => {
	test("the real module's own values are loadable", () => {
		for (const name of Object.keys(TEXTS)) assertLoadable(told[`real ${name}`] ?? {}, { f: "f", t: "t", task: "task" });
	});

	for (const impostor of Object.keys(IMPOSTORS))
		for (const kind of ["url", "path"])
			test(`of ${impostor} with its ${kind}, nothing is loadable`, () => {
				for (const name of Object.keys(TEXTS))
					if (impostor !== "data" || name !== "common.cjs")
						assertNotLoadable(told[`${impostor} ${kind} ${name}`] ?? {}, ...KEYS);
			});
});
