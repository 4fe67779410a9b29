/* Files that are deleted, replaced or edited while the program runs. */
import { ANSWERS, NO_PARSER, type Setting, testSettings } from "./setting.ts";

const FS = "import * as fs from 'node:fs'; const at = (path) => new URL(path, `file://${process.argv[1]}`);";
const own = (text: string, coded: Readonly<Record<string, string>> = {}): Setting => ({
	files: { "tsconfig.json": "{}" },
	after: `${FS} ${text}`,
	coded,
});

/** What the values of m.js are called. */
function ofModule(answer: (path: string) => string): Record<string, string> {
	const all = Object.entries(ANSWERS).filter(([, name]) => name.startsWith("m#"));
	return Object.fromEntries(all.map(([key, name]) => [key, answer(name.slice(2))]));
}

testSettings("files", {
	"a module is edited": own("fs.writeFileSync(at('m.js'), '\\n\\n\\nexport const fn = 1, evil = 2;')"),
	"a module is cut off": own("fs.truncateSync(at('m.js'), 100)"),
	"a module is deleted": own("fs.rmSync(at('m.js'))", {
		// No other process could load it.
		...ofModule((path) => `not loadable: ${path}`),
		"@acme/app/src/m#__proto__": "MODULE_NOT_FOUND",
		"@acme/app/src/m#none": "MODULE_NOT_FOUND",
	}),
	"a module is replaced by a folder": own("fs.rmSync(at('m.js')); fs.mkdirSync(at('m.js'))", {
		...ofModule(() => "UNNAMEABLE"),
		inner: "UNNAMEABLE",
		helper: "UNNAMEABLE",
		"@acme/app/src/m#__proto__": "MODULE_NOT_FOUND",
		"@acme/app/src/m#none": "MODULE_NOT_FOUND",
	}),
	"a CommonJS module is edited": own("fs.writeFileSync(at('table.cjs'), '')"),
	"package.json is edited, with the same name": own(
		"fs.writeFileSync(at('../package.json'), JSON.stringify({ name: '@acme/app', type: 'module', description: 'x' }))",
	),
	"package.json is no JSON": own("fs.writeFileSync(at('../package.json'), '{')", {
		...NO_PARSER,
		nested: ANSWERS["nested"] ?? "",
		"@acme/app/src/m#__proto__": "SOURCE_UNAVAILABLE",
		"@acme/app/src/m#none": "SOURCE_UNAVAILABLE",
		"nobody#x": "SOURCE_UNAVAILABLE",
	}),
	"tsconfig.json is no JSON": own("fs.writeFileSync(at('../tsconfig.json'), '{')", {
		...NO_PARSER,
		nested: ANSWERS["nested"] ?? "",
		"@acme/app/src/m#__proto__": "SOURCE_UNAVAILABLE",
		"@acme/app/src/m#none": "SOURCE_UNAVAILABLE",
	}),
	"a package.json comes between": own("fs.writeFileSync(at('package.json'), '{ \"type\": \"module\" }')"),
	"another module is written of the same name": own("fs.writeFileSync(at('m.ts'), 'export {}')"),
	"node_modules is deleted": own("fs.rmSync(at('../node_modules'), { recursive: true })"),
	"a module is only readable": own("fs.chmodSync(at('m.js'), 0o400); fs.chmodSync(at('.'), 0o500)"),
});
