import { positionAt } from "./lines.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./node.ts";

/** Did a minifier write the text: is there no space where the language needs none, or do many statements share few lines? */
export function isMinified(source: ModuleSource, starts: readonly number[]): boolean {
	return isTight(source) || isCrowded(source, starts);
}

/**
 * Two statements or more without anything between them, and no space around a `=` either: esbuild, terser, SWC and oxc write this, however small the
 * program is, and people do not.
 */
function isTight({ program, text }: ModuleSource): boolean {
	// `function send() {};`: the last is a statement of its own.
	const body = program.body.filter(({ type }) => type !== "EmptyStatement");
	const between = body.slice(1).map((statement, index) => text.slice(body[index]?.end, statement.start));
	return (
		between.length > 0 &&
		between.every((gap) => gap.replace(COMMENT, "") === "") &&
		body.every(isTightDeclaration(text))
	);
}

const COMMENT = /\/\*[\s\S]*?\*\//g;

function isTightDeclaration(text: string): (statement: Node) => boolean {
	return (statement) =>
		statement.type !== "VariableDeclaration" ||
		statement.declarations.every(({ id, init }) => init === null || !/\s/.test(text.slice(id.end, init.start)));
}

/** Minifiers break lines at a length at most. */
function isCrowded({ program: { body } }: ModuleSource, starts: readonly number[]): boolean {
	if (body.length < 12 || starts.length > body.length) return false;
	const lines = new Set(body.map(({ start }) => positionAt(starts, start).line));
	return lines.size * 4 < body.length;
}
