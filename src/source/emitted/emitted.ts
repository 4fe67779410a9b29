/* What compilers, loaders and bundlers make of a module's text, one file a tool: a tool is dropped with its file and its lines here. */

import type { FunctionNode, Node, Program, Syntax } from "../node.ts";
import { DYNOHOT_MODULE } from "./dynohot.ts";
import { ESBUILD_MODULE, emittedExports as exportedByEsbuild } from "./esbuild.ts";
import { isJitiImport, jitiWrapper } from "./jiti.ts";
import { ROLLDOWN_MODULE } from "./rolldown.ts";
import { exportedGetters } from "./swc.ts";
import { tsxWrapper } from "./tsx.ts";
import { WEBPACK_RUNTIME } from "./webpack.ts";

export { keptName, renamedFrom } from "./esbuild.ts";
export { isRecorded, MARK } from "./namesake.ts";
export { decoratedClassCall, isLiveExport, isPlaceholder } from "./typescript.ts";

/** A loader's own function around the statements of a module. */
export function wrapperOf(program: Program): FunctionNode | undefined {
	return tsxWrapper(program) ?? jitiWrapper(program);
}

/** What a statement of CommonJS exports that a compiler has made of an ES module: export names with the variables that they show. */
export function emittedExports(syntax: Syntax, expression: Node): [string, string][] {
	return [...exportedByEsbuild(syntax, expression), ...exportedGetters(syntax, expression)];
}

/** Does a call that a loader has made of an import give the exports of another module? */
export function isEmittedImport(node: Node): boolean {
	return isJitiImport(node);
}

/** Has a loader moved the statements of the module to where no export of it leads? */
export function isMovedByLoader(text: string): boolean {
	return DYNOHOT_MODULE.test(text);
}

/** Does a bundler say that it has put several modules into this text? None does when it minifies. */
export function hasBundleMarks(text: string): boolean {
	const modules = [ESBUILD_MODULE, ROLLDOWN_MODULE].flatMap((comment) => text.match(comment) ?? []);
	return WEBPACK_RUNTIME.test(text) || new Set(modules).size > 1;
}
