import { hostname } from "node:os";
import { pathToFileURL } from "node:url";

/**
 * A text that opens a file when it is clicked, in a terminal that can do that; else the text as it is.
 *
 * The URL has the name of this machine, so that a terminal on another one does not look for the file there, and no line: there is no
 * agreed way to write one. https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 */
export async function hyperlink(text: string, file: string, stream: NodeJS.WriteStream): Promise<string> {
	if (stream.isTTY !== true && !process.env["FORCE_HYPERLINK"]) return text;
	const { createSupportsHyperlinks } = await import("supports-hyperlinks");
	if (!createSupportsHyperlinks(stream)) return text;
	const url = pathToFileURL(file);
	url.hostname = hostname();
	return `\u001b]8;;${url.href}\u001b\\${text}\u001b]8;;\u001b\\`;
}
