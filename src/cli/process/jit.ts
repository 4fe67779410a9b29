import { setFlagsFromString } from "node:v8";
import { features } from "../../base/runtime.ts";

/**
 * For commands that read many files in a second or two: V8 would take as long to compile and compile again what reads them, in each thread
 * anew, as that runs. In units of V8's own, of bytecode that has run, after which a function counts as hot; by default it is a sixth.
 */
const HOT = 800_000;

export function raiseJitThreshold(): void {
	if (features.interruptBudget) setFlagsFromString(`--interrupt-budget=${HOT}`);
}
