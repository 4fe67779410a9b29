import { URL } from "node:url";
import { NamesakeError } from "../base/errors.ts";
import { builtin, process } from "../base/runtime.ts";
import { toErrorSummary } from "../base/text.ts";
import { packageOf } from "../package/package.ts";
import { realPath } from "../package/path.ts";
import { mayHaveNames } from "../plugin/candidates.ts";
import { transform } from "../plugin/transform.ts";
import { API } from "../registry/record.ts";
import { isLibraryFile } from "../source/imports.ts";
import { Kinds } from "../source/kinds.ts";
import { SourceFiles } from "../source/source-file.ts";
import { withCorrectedMap } from "./inline-map.ts";

const files = new SourceFiles();
const kinds = new Kinds(files);

const helper = {
	module: new URL("../registry/record.js", import.meta.url).href,
	commonJs: API,
};

/**
 * Is a file a module of the project, whose names are recorded? What is loaded once more with a query is not what a name leads to: there
 * the names are left to the module without.
 */
export function isRecorded(url: string): boolean {
	if (!url.startsWith("file:") || url.includes("/node_modules/") || !/\.[cm]?[jt]sx?$/.test(url)) return false;
	const path = realPath(builtin("node:url").fileURLToPath(url));
	return packageOf(path)?.isDependency !== true && !isLibraryFile(path);
}

/**
 * Puts records into the text of a module of the project, as the loaders before have made it.
 *
 * @param url its `file:` URL.
 * @returns the text as it was, if there is nothing to record or it can't be parsed.
 */
export function instrument(text: string, url: string): string {
	if (!mayHaveNames(text)) return text;
	const file = realPath(builtin("node:url").fileURLToPath(url));
	try {
		const transformed = transform(text, file, { kind: "module", helper, kinds, written: files.read(file) });
		return transformed === undefined ? text : withCorrectedMap(transformed.code, transformed.insertions);
	} catch (error) {
		if (!(error instanceof NamesakeError)) throw error;
		// Whoever asks for a name there is told.
		if (error.code === "OUTSIDE_ROOT") return text;
		// Whoever runs it reports what is wrong with it better; what it exports has no name then.
		process.emitWarning(`namesake skipped ${file}, so its exports have no names. ${toErrorSummary(error)}`, {
			type: "NamesakeWarning",
			code: error.code,
		});
		return text;
	}
}
