import { fileOrUrl } from "../base/file-url.ts";
import { moduleState, showsThisModule } from "./node-module-map.ts";

interface RunningModule {
	readonly url: string;
	readonly isModule: boolean;
}

const answers = new WeakMap<RunningModule, boolean>();

/**
 * Does an ES module run that is not in Node's map: one that the program made by itself with `vm.SourceTextModule`? Whoever imports its file
 * gets another module.
 *
 * @param script the module as V8 runs it, at a `file:` URL without a query. The first answer for it is kept: what is loaded later is another module.
 * @param isSeen whether the namespace of its URL has been seen already.
 */
export function isMadeByVm(script: RunningModule, isSeen: boolean): boolean {
	let answer = answers.get(script);
	if (answer === undefined) {
		answer = !isSeen && moduleState(fileOrUrl(script.url)) === "absent" && showsThisModule();
		answers.set(script, answer);
	}
	return answer;
}
