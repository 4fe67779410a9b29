import { type Random, randomFrom } from "../bullmq/faults/random.ts";

/** Where the names are tried, for those that lead to a file by its path. */
export interface Surroundings {
	/** Names of the modules that may be opened. */
	readonly moduleNames: readonly string[];
	/** Export paths that lead to something in one of them. */
	readonly paths: readonly string[];
	/** Absolute paths of files that no name may open. */
	readonly decoys: readonly string[];
	readonly app: string;
}

// biome-ignore format: a list
const ODD = [
	..."\0\u0001\u0007\b\t\n\v\f\r\u001b\u007f\u0085\u00a0\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufff9\uffff",
	"\ud800", "\udfff", "\ud83d", "\u{1f600}", "\u{e0041}", "\u{10ffff}", ..."#%?&;:@!~*'\"`\\/|<>()[]{}.,+-=^$ 0aA_", "\u0301", "\u00e9",
	"e\u0301", "\u212a", "\u0131", "\u017f", "\uff0e", "\uff0f", "\uff3c", "\u2024", "\u2025", "\u2044", "\u2215", "\u3000", "\u0430",
];

// biome-ignore format: a list
const UP = [
	"..", ".", "", "...", "..\\", "..\\..", ".. ", " ..", "..;", "..\u200b", "\u200b..", "..\0", "..%00", "%2e%2e", "%2E%2E", ".%2e",
	"%2e.", "%252e%252e", "%25252e%25252e", "..%2f", "..%2F..", "..%5c", "..%255c", "%c0%ae%c0%ae", "%e0%80%ae", "%uff0e%uff0e",
	"\uff0e\uff0e", "\u2024\u2024", "\u2025", "..%23", "..%25", "%2523", "node_modules", "NODE_MODULES", "node_modules.", "node_modules%20",
	".bin", "~", "$HOME", "`id`", "$(id)", "CON", "NUL", "aux.js", "::$DATA", "jobs.js::$DATA",
];

// biome-ignore format: a list
const SCHEMES = [
	"file:", "file://", "file:///", "FILE:///", "file://localhost/", " file:///", "\tfile:///", "fi\nle:///", "file:\\\\",
	"data:text/javascript,", "data:text/javascript;base64,", "data:application/json,", "node:", "NODE:", "node:fs/", "http://", "https://",
	"https://user@host/", "//host/", "\\\\host\\share\\", "\\\\?\\C:\\", "\\\\.\\pipe\\", "C:\\", "c:/", "C:", "/", "//", "///", "\\", "./",
	"../", "./../", ".//", "~/", "blob:", "npm:", "jsr:", "bun:", "deno:", "vite:", "webpack:", "virtual:", "\0virtual:", "wasm:",
	"javascript:", "vbscript:", "jar:", "import:", "require:", "module:", "commonjs ", "raw!", "!!raw-loader!", "/@fs/", "/@id/", "?", "#",
	"#internal", "#out", "#secret", "@", "@acme", "@acme/", "@/",
];

// biome-ignore format: a list
const MODULES = [
	"lib", "lib/index", "lib/sub", "lib/p/secret", "lib/internal/secret", "lib/null", "lib/hidden", "lib/out", "lib/over", "lib/package", "inmost/index",
	"lib/node_modules/inmost/index", "lib2", "lib2/index", "@scope/dep/x", "@scope/dep/x/below", "@scope/dep/xy", "@scope/dep", "@scope", ".bin/tool",
	"bare", "near/index", "near", "above/index", "above", "outside/decoy", "@acme/app", "@acme/app/public", "@acme/app/jobs",
	"@acme/app/package", "@acme/app/package.json", "@acme/app/.env", "@acme/app/.npmrc", "@acme/app/.git/config", "@acme/app/credentials",
	"@acme/app/key.pem", "@acme/app/pipe", "@acme/app/data.json", "@acme/app/src/data", "@acme/app/src/data.json", "@acme/app/src/add.wasm",
	"@acme/app/src/add", "@acme/app/src/native.node", "@acme/app/src/native", "@acme/app/src/out", "@acme/app/src/away/decoy",
	"@acme/app/src/same", "@acme/app/src/round", "@acme/app/src/nowhere", "@acme/app/src/zero", "@acme/app/src/random",
	"@acme/app/src/environ", "@acme/app/src/dep", "@acme/app/src/pipe", "@acme/app/src/folder", "@acme/app/src/folder.js",
	"@acme/app/src/unreadable", "@acme/app/dist/built", "@acme/app/packages/two/src/two", "@acme/app/src/inner/deep", "@acme/two/public",
	"@acme/inner/package", "@acme/app/src/jobs.js", "@acme/app/src/jobs.ts", "@acme/app/src/index/", "@acme/app/node_modules/lib/index",
	"@acme/app/src/node_modules/near/index", "@acme/app-other/src/jobs", "@acme/app/../app-other/src/jobs", "@acme/appsrc/jobs",
	"@acme//app/src/jobs", "./src/jobs", "./package", "app/src/jobs", "fs", "fs/promises", "child_process", "node:test", "process",
	"module", "vm", "worker_threads", "inspector", "constructor", "__proto__", "toString", "hasOwnProperty", "undefined", "null",
	"[object Object]", "default",
];

// biome-ignore format: a list
const KEYS = [
	"constructor", "__proto__", "prototype", "toString", "valueOf", "then", "call", "apply", "bind", "caller", "arguments", "name",
	"length", "fn", "location", "lhs", "findLhs", "instantiatedIn", "hasOwnProperty", "__defineGetter__", "__lookupGetter__", "inherited",
	"send", "plain", "list", "deep", "er", "est", "hidden", "inside", "buffer", "get", "Symbol.iterator", "@@iterator", "default",
	"exports", "module.exports", "__esModule", "module", "require", "globalThis", "process", "import", "0", "1", "1999", "4294967294",
	"4294967295", "a b", "", "odd export", "again", "start", "run", "x", "boom",
];

// biome-ignore format: a list
const STEPS = [
	"[0]", "[00]", "[-1]", "[1e3]", "[0x1]", "[ 0 ]", "[+0]", "[1.0]", "[4294967295]", `[${"9".repeat(400)}]`, '["0"]', '["01"]',
	'["send"]', "['send']", "[`send`]", '["se\\u006ed"]', '["a b"]', '["a\\u0020b"]', '["\\ud800"]', '["\ud800"]', '["\\u0000"]',
	'["constructor"]', '["__proto__"]', '["__pro\\u0074o__"]', '["]', '[""]', '["\\""]', '["\\\\"]', '["/"]', '["#"]', '["a"]["b"]', "[]",
	"[", "]", "[[0]]", "[0", '["x', "?.x", "..x", ".", ".#x", ".\\u0063all", "\\u{73}", "()", "(0)", "=1", ";", " ", "/inner",
	"/<anonymous>", "<anonymous>", "/<anonymous>/x", "//x", "/", "/..", "/../x", ".<anonymous>", "/[0]", '/["a/b"]', "\u200d", "\u200c",
	"\u0301", "?", "#", "%23", "%00", "*", ".*", "${x}", "{{x}}",
];

/** Makes names from valid ones: the same seed makes the same names. */
export class HostileNames {
	readonly #random: Random;
	readonly #around: Surroundings;

	constructor(seed: number, around: Surroundings) {
		this.#random = randomFrom(seed);
		this.#around = around;
	}

	next(): string {
		// The first is the richest.
		const { moduleNames } = this.#around;
		let moduleName = this.#chance(2) ? (moduleNames[0] as string) : this.#of(moduleNames);
		let path = this.#of(this.#around.paths);
		if (this.#chance(8)) moduleName = this.#of(MODULES);
		if (this.#chance(4)) path = this.#key();
		// One name in ten is left as it is: what is right has to stay right.
		for (let mutations = this.#chance(10) ? 0 : this.#random.between(1, 3); mutations > 0; mutations--) {
			if (this.#chance(2)) moduleName = this.#mutateModule(moduleName);
			else path = this.#mutatePath(path);
		}
		let text = `${moduleName}#${path}`;
		if (this.#chance(20)) text = this.#mutateText(text);
		return text;
	}

	#mutateModule(name: string): string {
		const parts = name.split("/");
		const at = this.#random.between(0, parts.length);
		switch (this.#random.between(0, 15)) {
			case 0:
			case 1:
				return parts.toSpliced(at, 0, this.#of(UP)).join("/");
			case 2:
				return parts.toSpliced(at, 1, this.#of(UP)).join("/");
			case 3:
				return this.#of(SCHEMES) + name;
			case 4:
				return this.#of(SCHEMES) + this.#decoy();
			case 5:
				return this.#decoy();
			case 6:
				return `${this.#of(this.#around.moduleNames)}${this.#of(["/", "/../", "/%2e%2e/", "/..%2f", "\\..\\", ""])}${this.#decoy()}`;
			case 7:
				return parts.toSpliced(at, 1).join("/");
			case 8:
				return (
					name +
					this.#of([
						".js",
						".ts",
						".mjs",
						".cjs",
						".json",
						".node",
						".d.ts",
						"/index",
						"/",
						"//",
						".",
						" ",
						"\\",
						"?x",
						"?",
						"%23x",
						"%3Fx",
						"%25",
						"%2523",
						"&",
						";",
						":",
						"::$DATA",
						"~1",
						"\0.js",
						".js?x",
					])
				);
			case 9:
				return this.#recased(name);
			case 10:
				return name.normalize(this.#of(["NFC", "NFD", "NFKC", "NFKD"]));
			case 11:
				return this.#encoded(name);
			case 12:
				return this.#overlong(parts);
			case 13:
				return this.#of(MODULES);
			case 14:
				return name.replaceAll(
					"/",
					this.#of(["\\", "//", "/./", "\u2044", "\u2215", "\uff0f", ":", "%2f", "%5c", "/.", "."]),
				);
			default:
				return this.#mutateText(name);
		}
	}

	#mutatePath(path: string): string {
		switch (this.#random.between(0, 9)) {
			case 0:
			case 1:
				return `${path}.${this.#of(KEYS)}`;
			case 2:
				return `${path}[${JSON.stringify(this.#of(KEYS))}]`;
			case 3:
				return path + this.#of(STEPS);
			case 4:
				return this.#of(STEPS) + path;
			case 5:
				return `${path}.${this.#of(this.#around.paths)}`;
			case 6:
				return this.#key();
			case 7:
				return path + this.#of(STEPS).repeat(this.#random.between(1, this.#chance(30) ? 4000 : 4));
			case 8:
				return path.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
			default:
				return this.#mutateText(path);
		}
	}

	#mutateText(text: string): string {
		const at = this.#random.between(0, text.length);
		switch (this.#random.between(0, 6)) {
			case 0:
				return text.slice(0, at) + text.slice(at + 1);
			case 1:
				return text.slice(0, at) + this.#of(ODD) + text.slice(at);
			case 2:
				return text.slice(0, at) + this.#of(ODD) + text.slice(at + 1);
			case 3: {
				const end = this.#random.between(at, text.length);
				return text.slice(0, end) + text.slice(at, end) + text.slice(end);
			}
			case 4:
				return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
			case 5:
				return this.#encoded(text);
			default:
				return this.#random.between(0, 1) === 0 ? this.#of(ODD) + text : text + this.#of(ODD);
		}
	}

	/** A key alone, spelled in one of several ways. */
	#key(): string {
		const key = this.#of(KEYS);
		return this.#of([key, key, `["${key}"]`, `[${key}]`, `.${key}`]);
	}

	/** A way to a file that is not to be opened: its path, or from the project on. */
	#decoy(): string {
		const file = this.#of(this.#around.decoys).replace(/\.js$/, this.#of(["", "", ".js"]));
		const { app } = this.#around;
		const up = file.startsWith(`${app}/`) ? file.slice(app.length + 1) : `../${file.slice(app.lastIndexOf("/") + 1)}`;
		return this.#of([file, up, `@acme/app/${up}`, `@acme/app/src/../${up}`, `./${up}`, file.slice(1)]);
	}

	#encoded(text: string): string {
		const at = this.#random.between(0, Math.max(0, text.length - 1));
		const code = text.charCodeAt(at) & 0xff;
		const hex = code.toString(16).padStart(2, "0");
		const how = this.#of([
			`%${hex}`,
			`%${hex.toUpperCase()}`,
			`%25${hex}`,
			`%2525${hex}`,
			`%u00${hex}`,
			`\\x${hex}`,
			`&#x${hex};`,
		]);
		return text.slice(0, at) + how + text.slice(at + 1);
	}

	#recased(text: string): string {
		const at = this.#random.between(0, Math.max(0, text.length - 1));
		return this.#of([
			text.toUpperCase(),
			text.slice(0, at) + text.slice(at, at + 1).toUpperCase() + text.slice(at + 1),
			text.toLowerCase(),
		]);
	}

	#overlong(parts: readonly string[]): string {
		const piece = this.#of(["deep", "x", "..", "x".repeat(255), "x".repeat(256), "%25", "\u00e9", "src", "deep/deep"]);
		const times = this.#of([2, 20, 40, 255, 256, 1000, 4096, 9000]);
		return this.#chance(2) ? [...parts, ...Array(times).fill(piece)].join("/") : parts.join("/") + piece.repeat(times);
	}

	#of<Item>(items: readonly Item[]): Item {
		return this.#random.oneOf(items) as Item;
	}

	/** One in so many. */
	#chance(many: number): boolean {
		return this.#random.between(1, many) === 1;
	}
}
