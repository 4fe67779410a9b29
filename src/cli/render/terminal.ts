import { hostname } from "node:os";
import { pathToFileURL } from "node:url";
import pc from "picocolors";

export type Colours = ReturnType<typeof pc.createColors>;

/** Colours for a stream: on a terminal, unless NO_COLOR asks for none; elsewhere only if FORCE_COLOR asks for them. */
export function coloursOf(stream: NodeJS.WriteStream): Colours {
	return pc.createColors(hasColours(stream));
}

export function hasColours(stream: NodeJS.WriteStream): boolean {
	const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
	// https://no-color.org, https://force-color.org
	if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
	if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
	return stream.isTTY === true && TERM !== "dumb";
}

/** What a stream shows. */
export interface Terminal {
	/** In columns; Infinity in a pipe, where lines stay whole for grep and for logs. */
	readonly width: number;
	readonly colours: Colours;
	readonly hasLinks: boolean;
}

export async function terminalOf(stream: NodeJS.WriteStream): Promise<Terminal> {
	return { width: widthOf(stream), colours: coloursOf(stream), hasLinks: await hasLinks(stream) };
}

export function widthOf(stream: NodeJS.WriteStream): number {
	// A pseudo-terminal that nobody has given a size has 0 columns.
	return stream.isTTY === true ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}

async function hasLinks(stream: NodeJS.WriteStream): Promise<boolean> {
	if (stream.isTTY !== true && !process.env["FORCE_HYPERLINK"]) return false;
	const { createSupportsHyperlinks } = await import("supports-hyperlinks");
	return createSupportsHyperlinks(stream);
}

/**
 * A text that opens a file when it is clicked, in a terminal that can do that; else the text as it is.
 *
 * The URL has the name of this machine, so that a terminal on another one does not look for the file there, and no line: there is no
 * agreed way to write one. https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 */
export function hyperlink(text: string, file: string | URL, { hasLinks }: Pick<Terminal, "hasLinks">): string {
	if (!hasLinks) return text;
	const url = typeof file === "string" ? pathToFileURL(file) : new URL(file);
	url.hostname = hostname();
	return `\u001b]8;;${url.href}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** Writes a text and waits until the system has it. */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
	await new Promise<void>((resolve) => {
		stream.write(text, () => resolve());
	});
}
