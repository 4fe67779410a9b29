import { relative } from "node:path";
import { sanitizeLine } from "../../../base/text.ts";
import { realPath, toPosix } from "../../../package/path.ts";
import type { Cause } from "../../render/causes.ts";
import { problemMessage } from "../../render/problem.ts";

/** Does GitHub Actions run this? https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export function isInGitHubActions(): boolean {
	return process.env["GITHUB_ACTIONS"] === "true";
}

/**
 * Problems of one cause as a line that GitHub Actions shows beside the code.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function annotation({ problem, others }: Cause): string {
	const { code, name, where, fix, severity = "error" } = problem;
	const [place] = where;
	const at =
		place === undefined
			? ""
			: ` file=${property(fileOf(place.file))},line=${place.line},col=${place.column},title=${property(code)}`;
	const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
	const text = `${code}: ${sanitizeLine(name)}${more}\n${problemMessage(problem)}${fix === undefined ? "" : `\nfix: ${fix}`}`;
	return `::${severity}${at || ` title=${property(code)}`}::${data(text)}\n`;
}

/** Paths count from the root of the repository. */
function fileOf(file: string): string {
	return toPosix(relative(realPath(process.env["GITHUB_WORKSPACE"] || process.cwd()), file));
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text: string): string {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
	return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
