import { join } from "node:path";
import { ownOption } from "../../base/own.ts";
import type { Package } from "../../package/package.ts";
import { realPath } from "../../package/path.ts";
import { UsageError } from "../process/exit.ts";
import { shownPath } from "../render/text.ts";

/** `namesake.check` of a package.json: globs, relative to its folder. */
interface CheckSettings {
	/** Files that `check` and `lock` look at; undefined for all. */
	readonly include: readonly string[] | undefined;
	/** Files that they leave out. */
	readonly exclude: readonly string[];
}

const KEYS = ["exclude", "include"] as const;

/**
 * The files of a package that its package.json leaves out of `check` and `lock`: what runs in another runtime, benchmarks, configuration.
 *
 * @param files real paths of files of the package.
 * @throws UsageError if the settings are none.
 */
export async function excludedFiles(pkg: Package, files: readonly string[]): Promise<ReadonlySet<string>> {
	const settings = settingsOf(pkg);
	if (settings === undefined) return new Set();
	const { glob } = await import("tinyglobby");
	const matching = async (patterns: readonly string[]) => {
		const found = await glob([...patterns], {
			cwd: pkg.dir,
			absolute: true,
			dot: true,
			ignore: ["**/node_modules/**"],
		});
		return new Set(found.map((file) => realPath(file)));
	};
	const [included, excluded] = await Promise.all([
		settings.include === undefined ? undefined : matching(settings.include),
		matching(settings.exclude),
	]);
	return new Set(files.filter((file) => excluded.has(file) || included?.has(file) === false));
}

function settingsOf(pkg: Package): CheckSettings | undefined {
	const check = memberOf(pkg.manifest.namesake, "check");
	if (check === undefined) return undefined;
	if (typeof check !== "object" || check === null || Array.isArray(check))
		throw wrong(pkg, "namesake.check", "is not an object");
	const unknown = Object.keys(check).find((key) => !KEYS.some((known) => known === key));
	if (unknown !== undefined)
		throw wrong(pkg, `namesake.check.${unknown}`, `is no setting: there are ${KEYS.join(" and ")}`);
	const globs = (key: (typeof KEYS)[number]): readonly string[] | undefined => {
		const value = memberOf(check, key);
		if (value === undefined) return undefined;
		if (Array.isArray(value) && value.every((pattern) => typeof pattern === "string")) return value;
		throw wrong(pkg, `namesake.check.${key}`, "is not a list of globs");
	};
	return { include: globs("include"), exclude: globs("exclude") ?? [] };
}

function memberOf(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null
		? ownOption(value as Readonly<Record<string, unknown>>, key)
		: undefined;
}

function wrong(pkg: Package, what: string, why: string): UsageError {
	return new UsageError(`${what} in ${shownPath(join(pkg.dir, "package.json"))} ${why}`, {
		fix: 'write { "namesake": { "check": { "exclude": ["bench/**", "*.config.js"] } } }',
	});
}
