/* What compilers, loaders and bundlers make of a module's text, one file a tool: a tool is dropped with its file and its lines here. */

import type { FunctionNode, Program } from "../node.ts";
import { ESBUILD_MODULE } from "./esbuild.ts";
import { jitiWrapper } from "./jiti.ts";
import { ROLLDOWN_MODULE } from "./rolldown.ts";
import { tsxWrapper } from "./tsx.ts";
import { WEBPACK_RUNTIME } from "./webpack.ts";

export { emittedExports, keptName, renamedFrom } from "./esbuild.ts";
export { decoratedClassCall, isLiveExport, isPlaceholder } from "./typescript.ts";

/** A loader's own function around the statements of a module. */
export function wrapperOf(program: Program): FunctionNode | undefined {
	return tsxWrapper(program) ?? jitiWrapper(program);
}

/** Does a bundler say that it has put several modules into this text? None does when it minifies. */
export function hasBundleMarks(text: string): boolean {
	const modules = [ESBUILD_MODULE, ROLLDOWN_MODULE].flatMap((comment) => text.match(comment) ?? []);
	return WEBPACK_RUNTIME.test(text) || new Set(modules).size > 1;
}
