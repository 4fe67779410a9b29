/* What `sourceMappingURL` may lead to. Names come from the text that runs; a map can only tell errors where something is written. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { WITHOUT_COVERAGE } from "../../app.ts";
import { passSetting } from "../../figures.ts";
import { inRepository } from "../../repository.ts";
import { ANSWERS, check, functionsAre, instancesAre, program, type Settings, testSettings } from "./setting.ts";

const TEXT = readFileSync(inRepository("tests/hostile/settings/fixtures/app/src/m.js"), "utf8");

const mapped = (url: string) => `${TEXT}//# sourceMappingURL=${url}\n`;
const inline = (map: object | string) =>
	`data:application/json;base64,${Buffer.from(typeof map === "string" ? map : JSON.stringify(map)).toString("base64")}`;
/** Every line is mapped to the first one of the source. */
const MAPPINGS = TEXT.split("\n")
	.map(() => "AAAA")
	.join(";");
const map = (sources: unknown, more: object = {}) => ({ version: 3, names: [], mappings: MAPPINGS, sources, ...more });

const DEPTH = 100_000;
const nested = `${'{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":'.repeat(DEPTH)}{}${"}]}".repeat(DEPTH)}`;

const MAPS: Readonly<Record<string, object | string>> = {
	"no JSON": "{",
	"cut off": JSON.stringify(map(["a.ts"])).slice(0, 60),
	empty: "",
	null: "null",
	"a number": "1",
	"no sources": { version: 3, mappings: MAPPINGS },
	"sources that are no text": map([1, null, {}]),
	"mappings that are none": map(["a.ts"], { mappings: "!!!\u0000ÿ,,;;~" }),
	"mappings without an end": map(["a.ts"], { mappings: "gggggggggggggggggggg" }),
	"mappings that are no text": map(["a.ts"], { mappings: 7 }),
	"positions far outside": map(["a.ts"], { mappings: "AA+/////DAA+/////D" }),
	"a source that is this file": map(["m.js"]),
	"a source that is the map": map(["m.js.map"]),
	"a source that leaves the package": map(["../../../../../../etc/passwd"]),
	"a source that is absolute": map(["/etc/passwd"]),
	"a source that is a device": map(["/dev/zero"]),
	"a source that is a folder": map(["."]),
	"a source on another machine": map(["file://elsewhere.example/share/a.ts"]),
	"a source that is no address": map(["http://["]),
	"a source with NUL": map(["a\u0000.ts"]),
	"a sourceRoot that is no text": map(["a.ts"], { sourceRoot: 3 }),
	"__proto__ as a key": '{"version":3,"__proto__":{"sections":[1,2]},"sources":["a.ts"],"mappings":"AAAA"}',
	"maps in maps in maps": nested,
	huge: map(["a.ts"], { mappings: `${"AAAA,CAAC;".repeat(400_000)}AAAA` }),
};

const settings: Record<string, Settings[string]> = {};
for (const [title, content] of Object.entries(MAPS)) {
	settings[`inline: ${title}`] = { files: { "src/m.js": mapped(inline(content)) } };
	if (/leaves|no JSON|device/.test(title))
		settings[`in a file: ${title}`] = {
			files: {
				"src/m.js": mapped("m.js.map"),
				"src/m.js.map": typeof content === "string" ? content : JSON.stringify(content),
			},
		};
}
const ADDRESSES = [
	"missing.map",
	"../../../../../etc/passwd",
	"/dev/zero",
	"m.js",
	".",
	"file://elsewhere.example/a.map",
	"http://[",
	"data:",
	"data:application/json,%E0%A4",
	"node:fs",
];
for (const address of ADDRESSES) settings[`the address ${address}`] = { files: { "src/m.js": mapped(address) } };

/** Of two sources: a bundle, as far as can be told. */
const ofTwo = inline(map(["a.ts", "b.ts"]));
settings["inline: of two sources"] = {
	files: { "src/m.js": mapped(ofTwo) },
	coded: {
		...functionsAre("SOURCE_UNAVAILABLE"),
		...instancesAre("SOURCE_UNAVAILABLE"),
		other: ANSWERS["other"] ?? "",
		commonjs: ANSWERS["commonjs"] ?? "",
		row: ANSWERS["row"] ?? "",
		bound: "BOUND_FUNCTION",
		native: "NATIVE_FUNCTION",
		nested: "false true",
		later: ANSWERS["later"] ?? "",
	},
};
settings["Node reads them, too: --enable-source-maps"] = {
	flags: ["--enable-source-maps"],
	files: { "src/m.js": mapped(inline(map(["a.ts"]))) },
};
const withoutCoverage = Object.entries(settings).map(([title, setting]) => [
	title,
	{ ...setting, env: WITHOUT_COVERAGE },
]);
testSettings("source maps", Object.fromEntries(withoutCoverage));

const asked: string[] = [];
const server = createServer((request, response) => {
	asked.push(request.url ?? "");
	response.end(JSON.stringify(map(["a.ts"])));
});
before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve())));
after(() => server.close());

test("nothing is fetched: neither a map nor a source", async () => {
	const { port } = server.address() as AddressInfo;
	const origin = `http://127.0.0.1:${port}`;
	const elsewhere = map([`${origin}/a.ts`], { sourceRoot: origin });
	for (const url of [`${origin}/m.js.map`, inline(elsewhere)]) {
		await using own = await program({ "src/m.js": mapped(url) });
		await check(own, { env: WITHOUT_COVERAGE });
		passSetting(url === `${origin}/m.js.map` ? "a map elsewhere" : "a source elsewhere");
	}
	assert.deepEqual(asked, []);
	assert.equal(await (await fetch(`${origin}/proof`)).text().then((text) => text.length > 0), true);
	assert.deepEqual(asked, ["/proof"]);
});

test("a map that is a pipe is not waited for", { skip: process.platform === "win32" }, async () => {
	await using own = await program({ "src/m.js": mapped("pipe.map") });
	execFileSync("mkfifo", [own.at("src/pipe.map")]);
	await check(own, { env: WITHOUT_COVERAGE, run: { timeout: 20_000 } });
	passSetting("a map that is a pipe");
});

test("an error shows no line of a file that is no program", async () => {
	await using own = await program({
		"src/m.js": mapped(inline(map(["../../../../../../../../etc/passwd"]))).replace(
			"export const made",
			"export const lost = []; lost.get = () => kept; const kept = JSON.parse('[]'); kept.push(new A()); export const made",
		),
		"src/tell.js": `
			import * as m from "./m.js";
			try { await m.lost.get()[0].findLhs() } catch (error) { console.log(JSON.stringify({ message: error.message, where: error.where })) }
		`,
	});
	const { message, where } = (await own.tell("src/tell.js")) as { message: string; where: { text?: string }[] };
	assert.match(message, /^error\[NO_LHS\]/);
	assert.doesNotMatch(message, /root:/);
	assert.deepEqual(
		where.map(({ text }) => text),
		[undefined],
	);
});
