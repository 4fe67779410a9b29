import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { formatPlace, labelOf, type Place, type Severity } from "../../base/errors.ts";
import { codeFrame } from "./code-frame.ts";
import { hyperlink, type Terminal } from "./terminal.ts";
import { shownPath } from "./text.ts";
import { wrap } from "./wrap.ts";

/** What the command shows its user: what failed, where, and why. */
export interface Message {
	readonly severity: Severity;
	readonly code?: string | undefined;
	/** What failed, in one line. */
	readonly text: string;
	/** Lines that stay as they are. */
	readonly frame?: readonly string[] | undefined;
	readonly where?: readonly Place[] | undefined;
	/** `why`, `fix` and others, each with its text. */
	readonly notes?: readonly (readonly [label: string, text: string])[] | undefined;
}

/** Every error and notice of the command has this form. */
export function renderMessage(message: Message, terminal: Terminal): string {
	const { severity, code, text, frame = [], where = [], notes = [] } = message;
	const { width, colours } = terminal;
	const label = labelOf(severity, code);
	const paint = severity === "error" ? colours.red : colours.yellow;
	const shownLabel = paint(colours.bold(code === undefined ? label : linkToPage(label, code, terminal)));
	const lines = [shownLabel + wrap(`${label}: ${text}`, width, 2).slice(label.length)];
	lines.push(...frame.map((line) => `    ${line}`));
	for (const place of where) lines.push(...renderPlace(place, terminal));
	for (const [name, note] of notes) {
		const start = `  ${name}:`;
		lines.push(`  ${colours.cyan(`${name}:`)}${wrap(`${start} ${note}`, width, 4).slice(start.length)}`);
	}
	return lines.join("\n");
}

/** A line about the work of a command, wrapped. */
export function renderLine(text: string, { width }: Pick<Terminal, "width">): string {
	return `${wrap(text, width, 2)}\n`;
}

function renderPlace(place: Place, { width, colours }: Terminal): string[] {
	// The whole file is meant.
	if (place.line === 1 && place.column === 1 && place.text === undefined)
		return [`  at ${colours.dim(pathFromHere(place.file))}`];
	const frame = codeFrame(place, { width: width - 4, colours });
	return [`  at ${colours.dim(shownPlace(place))}`, ...(frame === undefined ? [] : [indent(frame)])];
}

/** `file:line:column`, from the working directory. */
export function shownPlace(place: Place): string {
	return formatPlace({ ...place, file: pathFromHere(place.file) });
}

/** Outside of the working directory a path from the root is easier to read. A module may have a URL instead. */
function pathFromHere(file: string): string {
	const path = isAbsolute(file) ? shownPath(file) : file;
	return path.startsWith("../") ? file : path;
}

export function indent(text: string, spaces = 4): string {
	return text.replaceAll(/^(?=.)/gm, " ".repeat(spaces));
}

const PAGE = new URL("../../../docs/reference/errors.md", import.meta.url);

/** The page of a code is a part of the package: it is that of this version, and needs no network. */
export function linkToPage(label: string, code: string, terminal: Terminal): string {
	if (!terminal.hasLinks || !existsSync(fileURLToPath(PAGE))) return label;
	return hyperlink(label, new URL(`#${code.toLowerCase()}`, PAGE), terminal);
}
