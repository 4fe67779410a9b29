import { NamesakeError } from "../base/errors.ts";
import { fileOrUrl } from "../base/file-url.ts";
import { builtin, features, process } from "../base/runtime.ts";
import { toErrorSummary } from "../base/text.ts";
import { exportsOfCommonJs } from "../exports/common-js.ts";
import type { ExportView } from "../exports/export-view.ts";
import { commonJsExports, loadedNamespace, mayBeRunning, rememberNamespace } from "../exports/loaded.ts";
import { exportsOfNamespace } from "../exports/namespace.ts";
import { jitiExports } from "../hosts/jiti.ts";
import { bodyCallOf } from "../origin/body-call.ts";
import { capture, framesOf } from "../origin/call-site.ts";
import { isTypeScript } from "../package/path.ts";
import type { ResolvedModule } from "../package/resolve.ts";
import { registry } from "../registry/read.ts";
import { importNamespace } from "./import-namespace.ts";
import { requireModuleText } from "./no-extension.ts";
import { preferredFiles } from "./preferred-files.ts";

export async function importResolved(
	resolved: ResolvedModule,
	asked: string,
): Promise<{ readonly file: string; readonly live: ExportView }> {
	const files = preferredFiles(resolved);
	let failure: unknown;
	for (const file of files) {
		if (mayBeRunning(file) && isAskedByBody(file)) throw waitsForItself(asked, file);
		requireModuleText(file, asked);
		try {
			return { file, live: await importFile(file) };
		} catch (error) {
			failure = error;
			if (!isUnreadable(error, file)) break;
		}
	}
	throw moduleFailed(asked, files, failure);
}

/** @returns the exports of a file, which is run if it has not been. */
export async function importFile(file: string): Promise<ExportView> {
	const cached = commonJsExports(file, true);
	if (cached?.isComplete === true) return cached;
	const host = registry()?.importFile;
	if (host !== undefined) return exportsOfNamespace(await host(file));
	const url = builtin("node:url").pathToFileURL(file).href;
	// Hooks may lead import() to a second copy of what is loaded: those of import-in-the-middle 1.15 before tsx, on Node 20.
	const loaded = features.moduleLookUp === "asks" ? loadedNamespace(url) : undefined;
	if (loaded !== undefined) return exportsOfNamespace(loaded);
	const { namespace } = await importNamespace(url);
	const common = commonJsExports(file, true);
	if (common !== undefined) return common;
	const wrapped = jitiExports(file, namespace);
	if (wrapped !== undefined) return exportsOfCommonJs(wrapped.exports, true, true);
	// Of a module with top-level await nobody else could tell without waiting.
	rememberNamespace(url, namespace);
	return exportsOfNamespace(namespace);
}

/** Is the caller the body of this very module, or awaited by it? */
function isAskedByBody(file: string): boolean {
	const url = builtin("node:url").pathToFileURL(file).href;
	const frames = framesOf(capture(isAskedByBody)) ?? [];
	return frames.some((frame) => frame.file === url && bodyCallOf([frame], Date.now()) !== undefined);
}

function waitsForItself(asked: string, file: string): NamesakeError {
	return new NamesakeError("MODULE_FAILED", {
		asked,
		where: { file, line: 1, column: 1 },
		why: "the module asks for itself while it is still loading, and would wait forever",
		fix: "inside the module, use the variable itself; names are for other modules",
	});
}

/**
 * The namespace of an ES module that has been loaded, by the URL that it was loaded from; as a property, as a module may export `then`.
 *
 * @throws NamesakeError `MODULE_FAILED` with the cause.
 */
export async function importLoaded(url: string): Promise<{ readonly namespace: object }> {
	try {
		return await importNamespace(url);
	} catch (cause) {
		throw moduleFailed(url, [fileOrUrl(url)], cause);
	}
}

/** This runtime can't read the file, so nothing of it has run: TypeScript without a loader for it. */
function isUnreadable(error: unknown, file: string): boolean {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	return isTypeScript(file) && (code === "ERR_UNKNOWN_FILE_EXTENSION" || code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX");
}

export function moduleFailed(asked: string, files: readonly string[], cause: unknown): NamesakeError {
	const file = files[0] ?? "";
	const where = { file, line: 1, column: 1 };
	if (!files.every((candidate) => isUnreadable(cause, candidate)))
		return new NamesakeError("MODULE_FAILED", {
			asked,
			where,
			why: `loading it threw ${toErrorSummary(cause)}`,
			fix: "correct this error in the module",
			cause,
		});
	const isSyntax = (cause as NodeJS.ErrnoException).code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
	return new NamesakeError("MODULE_FAILED", {
		asked,
		where,
		why: isSyntax
			? "Node only strips types: enums, namespaces, parameter properties and decorators need a compiler"
			: `this Node (${process.version}) can't read TypeScript by itself`,
		fix: `run with a loader (node --import tsx …)${isSyntax ? "" : " or with Node 22.18 or later"}, or run the built output`,
		cause,
	});
}
