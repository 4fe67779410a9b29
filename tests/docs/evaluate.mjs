/**
 * Runs inside the project of a section and answers its claims: `node evaluate.mjs <files> <claims>`, both as JSON; what it
 * writes is a JSON list of the claims with the answers, and with the messages of errors.
 */
import { createRequire } from "node:module";
import { basename, extname, resolve } from "node:path";
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { inspect, isDeepStrictEqual } from "node:util";
import * as namesake from "namesake";

const { extractTaskModule, load, NamesakeError } = namesake;
const AsyncFunction = (async () => {}).constructor;
const IDENTIFIER = /^(?!default$)[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const LITERAL = /^(?:["'{[\d]|(?:true|false|null|undefined)$)/;

const [files, claims] = argv.slice(2).map((text) => JSON.parse(text));

// Not in the module's own body: what that makes would be made while a module loads.
setImmediate(async () => {
	const scope = await scopeOf(files);
	const answers = [];
	for (const claim of claims) answers.push({ ...claim, ...(await answerTo(claim, scope)) });
	stdout.write(JSON.stringify(answers));
});

/** What an expression can use: the library, the files by their names, and what they export. */
async function scopeOf(files) {
	const modules = {};
	const exported = {};
	for (const file of files) {
		// A file that can't be loaded is there to be asked for by a claim.
		const exports = await exportsOf(resolve(file)).catch(() => ({}));
		modules[basename(file, extname(file))] = exports;
		Object.assign(exported, exports);
	}
	const all = Object.entries({ ...namesake, ...modules, ...exported });
	return Object.fromEntries(all.filter(([name]) => IDENTIFIER.test(name)));
}

async function exportsOf(file) {
	const namespace = await import(pathToFileURL(file).href);
	if (!file.endsWith(".cjs")) return namespace;
	const exports = createRequire(import.meta.url)(file);
	return typeof exports === "object" ? exports : { default: exports };
}

async function answerTo({ expression, expected }, scope) {
	try {
		const value = await new AsyncFunction(...Object.keys(scope), `return (${expression});`)(...Object.values(scope));
		return { actual: LITERAL.test(expected) ? literal(value, expected) : await name(value, expected), message: "" };
	} catch (error) {
		return { actual: codeOf(error), message: error.message };
	}
}

function literal(value, expected) {
	return isDeepStrictEqual(value, new Function(`return (${expected});`)()) ? expected : inspect(value);
}

/** The name, which has been proved. */
async function name(value, expected) {
	// Where only this can tell: it depends on the loader.
	if (typeof value.findLhs === "function") await value.findLhs().catch(() => undefined);
	const { name, functionName, loadable } = extractTaskModule(value);
	const shown = expected.startsWith("#") ? `#${functionName}` : name;
	const loaded = await load(name, { allow: "*" }).catch(codeOf);
	if (loadable) return loaded === value ? shown : `${shown}, which loads ${inspect(loaded)}`;
	return `${shown}, not loadable: ${typeof loaded === "string" ? loaded : "but it loads"}`;
}

function codeOf(error) {
	return error instanceof NamesakeError ? error.code : String(error);
}
