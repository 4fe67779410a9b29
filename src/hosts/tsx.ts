import type { SourceMap } from "node:module";
import { builtin, features } from "../base/runtime.ts";

/**
 * tsx runs another text than that of the file, and registers a source map that leads back to this very file. A map to other files is a
 * compiler's, and the file itself is what runs.
 */
export function mapToItself(path: string, url: string): SourceMap | undefined {
	const map = builtin("node:module").findSourceMap(path);
	return map?.payload.sources.some((name) => name === path || name === url) ? map : undefined;
}

/**
 * Where tsx is, if this thread reads TypeScript with it and workers do not by themselves.
 *
 * @param file a file of the project.
 * @returns the path of tsx's package.json.
 */
export function tsxForWorkers(file: string): string | undefined {
	if (features.workersInheritLoaders) return undefined;
	const flags = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/)];
	const flag = flags.find((text) => /\btsx\b/.test(text));
	const isInProcess =
		!features.typeStripping &&
		(builtin("node:module") as unknown as { _extensions: Record<string, unknown> })._extensions[".ts"] !== undefined;
	if (flag === undefined && !isInProcess) return undefined;
	const { createRequire } = builtin("node:module");
	const { join } = builtin("node:path");
	const fromFlag = /(?:file:\/\/)?[^=\s]*[/\\]tsx[/\\][^\s]*/.exec(flag ?? "")?.[0];
	for (const from of [fromFlag, file, join(process.cwd(), "_.js")]) {
		if (from === undefined) continue;
		try {
			return createRequire(from).resolve("tsx/package.json");
		} catch {
			// Not from here.
		}
	}
	return undefined;
}

interface TsxManifest {
	readonly exports: Readonly<Record<"./esm/api" | "./cjs/api", { readonly import: { readonly default: string } }>>;
}

let registered: Promise<void> | undefined;

/** Makes this worker thread read TypeScript as the main thread does. */
export function registerTsx(packageJson: string): Promise<void> {
	registered ??= (async () => {
		const { exports } = builtin("node:module").createRequire(packageJson)(packageJson) as TsxManifest;
		// Those for `require` can't register: they look for the hooks in the wrong folder (4.23.15).
		for (const { import: api } of [exports["./esm/api"], exports["./cjs/api"]]) {
			const url = new URL(api.default, builtin("node:url").pathToFileURL(packageJson));
			((await import(url.href)) as { register(): unknown }).register();
		}
		// As tsx does where it is the loader of a process: https://github.com/privatenumber/tsx/blob/v4.23.15/src/loader.ts
		process.setSourceMapsEnabled(true);
	})();
	return registered;
}
