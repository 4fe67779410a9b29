import { type CorpusFile, type Deviations, type Need, named, type Row, type SiteRow } from "./row.ts";

/** What is expected of a text of one line, or that and what deviates. */
type Expected =
	| string
	| (Deviations & { readonly is: string; readonly unloaded?: true; readonly needs?: readonly Need[] });

/** Texts of one line, by what is expected of them. */
export type Lines = Readonly<Record<string, Expected>>;

type Extension = "mjs" | "cjs" | "ts";

const NEEDS: Readonly<Record<Extension, readonly Need[]>> = {
	mjs: ["lines"],
	cjs: ["lines"],
	ts: ["typedLines", "types", "transform"],
};

/** The files of texts whose `new A()` are asked for. */
export function filesOfSites(lines: Lines, extension: Extension): CorpusFile[] {
	return Object.entries(lines).map(([line, expected], index) => {
		const key = `site-${extension}-${index}`;
		let count = 0;
		const text = line.replaceAll(/(?<!')new A(?:<B>)?\(\)/g, (call) => call.replace("()", `("${key}/${count++}")`));
		const { is, unloaded, needs = [], ...deviations } = detailsOf(expected);
		const rows = parseSites(is).map((site, at): Row => {
			const get = `mod("made").made("${key}/${at}")`;
			return { kind: "site", id: line, get, ...site, ...deviationsAt(deviations, at) };
		});
		if (rows.length !== count)
			throw new Error(`${line}: ${count} values are made, of ${rows.length} it is said where they are`);
		return {
			file: `${key}.${extension}`,
			line,
			needs: [...NEEDS[extension], ...needs],
			unloaded,
			text: `${HEAD[extension]}${text}\n`,
			rows,
		};
	});
}

const HEAD = {
	mjs: 'import { A } from "./made.mjs"; ',
	ts: 'import { A } from "./made.mjs"; ',
	cjs: 'const { A } = require("./made.mjs"); ',
};

/** A deviation of a text that makes several values is told for each, as what is expected is. */
function deviationsAt(deviations: Deviations, at: number): Deviations {
	return Object.fromEntries(
		Object.entries(deviations).flatMap(([column, answers]) => {
			const answer = answers.split(" | ")[at];
			return answer === undefined || answer === "" ? [] : [[column, answer]];
		}),
	);
}

const MARKS: ReadonlySet<string> = new Set(["nothing", "gone", "unmade"]);

type Site = Pick<SiteRow, "words" | "paths" | "local" | "path" | "stable" | "gone" | "unmade">;

function parseSites(is: string): Site[] {
	return is.split(" | ").map((site) => {
		const words: readonly string[] = site.match(/(?:"[^"]*"|[^ "])+/g) ?? [];
		const local = words.find((word) => word.startsWith("("))?.slice(1, -1);
		const paths = words.filter((word) => !word.startsWith("(") && !MARKS.has(word));
		const candidates = paths.filter((path) => !path.endsWith("??"));
		const gone = words.includes("gone");
		const unmade = words.includes("unmade");
		const [first] = paths;
		return {
			words: candidates.join(" ") || (local === undefined ? "nothing" : `(${local})`),
			paths: candidates.map((path) => path.replace(/\?$/, "")),
			local,
			path: gone ? undefined : first?.replace(/\?+$/, ""),
			stable: first !== undefined && !first.endsWith("?"),
			gone,
			unmade,
		};
	});
}

function detailsOf(expected: Expected): Exclude<Expected, string> {
	return typeof expected === "string" ? { is: expected } : expected;
}

/** The files of texts of which `list` names everything. */
export function filesOfLists(lines: Lines, extension: Extension): CorpusFile[] {
	return Object.entries(lines).map(([line, expected], index) => {
		const { is, unloaded, needs = [], ...deviations } = detailsOf(expected);
		const entries = is === "" ? [] : is.split(" | ");
		const rows = (unloaded === true ? [] : entries).flatMap((entry, at): Row[] => {
			const [, path = "", mark, kind, reason] = /^(.*?)(\??) (\w+)(?: ([A-Z_]+))?$/.exec(entry) ?? [];
			if (reason !== undefined || (kind !== "function" && kind !== "class")) return [];
			const text = mark === "?" ? ({ text: "open" } as const) : {};
			return [named(line, path, { get: accessTo(path, extension), ...text, ...deviationsAt(deviations, at) })];
		});
		const list = entries.map((entry) => entry.replace(/\? /, " "));
		return {
			file: `list-${extension}-${index}.${extension}`,
			line,
			list,
			needs: [...NEEDS[extension], ...needs],
			unloaded,
			text: `${line}\n`,
			rows,
		};
	});
}

/** Of what CommonJS exports as a whole, `default` is the whole. */
function accessTo(path: string, extension: Extension): string {
	const access = path.startsWith("[") ? `m${path}` : `m.${path}`;
	return extension === "cjs" ? access.replace(/^m\.default\b/, "whole(m)") : access;
}
