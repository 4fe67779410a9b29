import { basename, dirname, join } from "node:path";
import { readJson } from "../base/json.ts";
import { existingPart, realPath, statOf, toPosix } from "./path.ts";

/** What of a package.json counts here. It is read from disk, so nothing of it is taken for granted. */
interface Manifest {
	readonly name?: unknown;
	readonly type?: unknown;
	readonly main?: unknown;
	readonly module?: unknown;
	readonly bin?: unknown;
	readonly exports?: unknown;
	readonly workspaces?: unknown;
	readonly dependencies?: unknown;
	readonly peerDependencies?: unknown;
	readonly optionalDependencies?: unknown;
	readonly namesake?: unknown;
}

/** A folder with a package.json. */
export interface Package {
	/** The name in package.json; of a dependency the name that it is installed, and therefore imported, by. */
	readonly name: string | undefined;
	/** Real path of the folder. */
	readonly dir: string;
	readonly manifest: Manifest;
	/** Whether the folder is inside a `node_modules` folder. */
	readonly isDependency: boolean;
}

/**
 * The folder of an installed package: the innermost `node_modules/<name>`, as Node's own look-up has it. What starts with
 * a dot (`.bin`, `.cache`, `.pnpm`) is no package: https://docs.npmjs.com/cli/configuring-npm/package-json#name
 */
const DEPENDENCY = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/@.][^/]*))(?:\/.*)?$/s;

/** One for each package.json seen; what stands there counts while the file does not change. */
const known = new Map<string, { readonly stamp: string; readonly pkg: Package }>();

/**
 * The package that a file belongs to.
 *
 * @param file absolute path.
 * @returns the nearest one with a name; if none has, the nearest that is more than a `{ "type": … }` marker; if there are
 * only markers, the nearest of them; undefined if there is no package.json at all.
 * @throws NamesakeError `SOURCE_UNAVAILABLE` if a package.json on the way is not valid JSON.
 */
export function packageOf(file: string): Package | undefined {
	return packageOfReal(realPath(file));
}

/** The same of a path that is known to be real. */
export function packageOfReal(file: string): Package | undefined {
	let unnamed: Package | undefined;
	for (const pkg of enclosingPackages(dirname(file))) {
		if (pkg.name !== undefined) return pkg;
		if (unnamed === undefined || (isMarker(unnamed) && !isMarker(pkg))) unnamed = pkg;
	}
	return unnamed;
}

/** The same of many files: what a folder is in is looked for once, as long as the disk stays what it is. */
export function packageFinder(): (file: string) => Package | undefined {
	const found = new Map<string, Package | undefined>();
	return (file) => {
		const directory = dirname(file);
		if (!found.has(directory)) found.set(directory, packageOfReal(file));
		return found.get(directory);
	};
}

/** Every package around a folder (a real path), the innermost first. A dependency has nothing around it. */
export function* enclosingPackages(directory: string): Generator<Package> {
	const dependency = dependencyAt(directory);
	if (dependency !== undefined) {
		yield dependency;
		return;
	}
	for (let current = existingPart(directory); ; current = dirname(current)) {
		const pkg = packageAt(current);
		if (pkg !== undefined) yield pkg;
		if (dirname(current) === current) return;
	}
}

/**
 * The package whose own folder this is.
 *
 * @param dir real path.
 */
export function packageAt(dir: string): Package | undefined {
	const match = DEPENDENCY.exec(toPosix(dir));
	const installedAs = match?.[1]?.length === dir.length ? match[2] : undefined;
	const stamp = stampOf(join(dir, "package.json"));
	// Node lets a folder in node_modules be a package without a package.json.
	if (stamp === undefined && installedAs === undefined) return undefined;
	const seen = known.get(dir);
	if (seen?.stamp === (stamp ?? "")) return seen.pkg;
	const manifest: Manifest = stamp === undefined ? Object.create(null) : readJson(join(dir, "package.json"));
	const ownName = typeof manifest.name === "string" && manifest.name !== "" ? manifest.name : undefined;
	const pkg: Package = { name: installedAs ?? ownName, dir, manifest, isDependency: match !== null };
	known.set(dir, { stamp: stamp ?? "", pkg });
	return pkg;
}

/**
 * The `type` of the nearest package.json, which Node goes by, whatever else stands there:
 * https://nodejs.org/docs/latest-v24.x/api/packages.html#determining-module-system
 *
 * @param file absolute path.
 */
export function packageType(file: string): unknown {
	for (let dir = dirname(realPath(file)); basename(dir) !== "node_modules"; dir = dirname(dir)) {
		const pkg = packageAt(dir);
		if (pkg !== undefined) return pkg.manifest.type;
		if (dirname(dir) === dir) break;
	}
	return undefined;
}

function dependencyAt(directory: string): Package | undefined {
	const length = DEPENDENCY.exec(toPosix(directory))?.[1]?.length;
	return length === undefined ? undefined : packageAt(directory.slice(0, length));
}

function isMarker(pkg: Package): boolean {
	return Object.keys(pkg.manifest).every((key) => key === "type");
}

function stampOf(file: string): string | undefined {
	const stat = statOf(file);
	return stat?.isFile() ? `${stat.mtimeMs}:${stat.size}:${stat.ino}` : undefined;
}
