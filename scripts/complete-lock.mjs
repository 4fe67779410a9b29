/**
 * Completes package-lock.json after a dependency was added: `node scripts/complete-lock.mjs`.
 *
 * Native packages come as one optional package a platform. A registry mirror may lack the platforms that nobody there uses;
 * npm then leaves them out of the lock file, and `npm ci` of npm 11 refuses it ("Missing: … from lock file"). Their names
 * and exact versions are known from the package that asks for them, so this writes what is missing: version, os, cpu, libc.
 * There is no integrity hash: it can't be known without the package.
 */
import { readFileSync, writeFileSync } from "node:fs";

/**
 * @typedef {{ version: string, dev?: boolean, optional?: boolean, license?: string, os?: string[], cpu?: string[],
 *   libc?: string[], engines?: object, optionalDependencies?: Record<string, string> }} Entry
 */

const LOCK = new URL("../package-lock.json", import.meta.url);
const EXACT_VERSION = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const PLATFORM =
	/(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(arm64|x64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x)(?:-(\w+))?$/;

const lock = JSON.parse(readFileSync(LOCK, "utf8"));
/** @type {Record<string, Entry>} */
const packages = lock.packages;

/** @type {string[]} */
const added = [];
for (const [path, entry] of Object.entries(packages)) {
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		const platform = PLATFORM.exec(name);
		if (platform === null || !EXACT_VERSION.test(version) || find(path, name)?.version === version) continue;
		const hoisted = `node_modules/${name}`;
		const place = packages[hoisted] === undefined ? hoisted : `${path}/${hoisted}`;
		packages[place] = entryOf(entry, version, platform);
		added.push(`${place}@${version}`);
	}
}

if (added.length > 0) {
	const { "": root, ...rest } = packages;
	const sorted = Object.entries(rest).sort(([a], [b]) => a.localeCompare(b, "en"));
	lock.packages = { "": root, ...Object.fromEntries(sorted) };
	writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(added.length === 0 ? "package-lock.json is complete" : `added to package-lock.json:\n${added.join("\n")}`);

/**
 * The entry that `name` resolves to from the package at `path`.
 * @param {string} path
 * @param {string} name
 * @returns {Entry | undefined}
 */
function find(path, name) {
	for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
		const entry = packages[`${base}${base === "" ? "" : "/"}node_modules/${name}`];
		if (entry !== undefined || base === "") return entry;
	}
}

/**
 * @param {Entry} parent
 * @param {string} version
 * @param {RegExpExecArray} platform
 * @returns {Entry}
 */
function entryOf(parent, version, [, os = "", cpu = "", abi = ""]) {
	const libc =
		os !== "linux" ? undefined : abi.startsWith("musl") ? "musl" : abi.startsWith("gnu") ? "glibc" : undefined;
	return {
		version,
		cpu: [cpu],
		...(parent.dev && { dev: true }),
		...(libc && { libc: [libc] }),
		...(parent.license && { license: parent.license }),
		optional: true,
		os: [os],
		...(parent.engines && { engines: parent.engines }),
	};
}
