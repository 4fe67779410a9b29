import { capture, framesOf } from "../origin/call-site.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { placeOfFunction } from "./function-place.ts";
import { findPlaceOfInstance, placeOfInstance } from "./instance-place.ts";
import { answerOf, keepName, knownName, NO_OPTIONS } from "./known-names.ts";
import { originOf } from "./record.ts";
import type { TaskModule } from "./task-module.ts";
import { isMarked, unnameable } from "./unnameable.ts";
import { claimName, claimOf, type ValuePlace } from "./value-place.ts";

/**
 * What a function, class, task or tracked instance is called, where it lives, and whether it can be loaded by that name.
 *
 * @param value a function, a class, a task, or an instance of a tracked class.
 * @param options `packageRoot`: see {@link NamingOptions}.
 * @returns a frozen object; the same one where nothing has changed since the last time.
 * @throws NamesakeError when the name can't be known: `UNNAMEABLE`, `BOUND_FUNCTION`, `NATIVE_FUNCTION`, `CANNOT_LOCATE`,
 *   `SOURCE_UNAVAILABLE`, `NAME_MISMATCH` (something else is there now), `OUTSIDE_ROOT`, `DUPLICATE_NAME`; of an instance also
 *   `CREATED_AT_RUNTIME`, `NO_LHS`, and `LHS_UNPROVEN` where only {@link findTaskModule} can tell.
 * @example
 * ```ts
 * // src/jobs/email.ts of the package @acme/app
 * export function send(to: string) {}
 *
 * extractTaskModule(send);
 * // { name: "@acme/app/src/jobs/email#send", moduleName: "@acme/app/src/jobs/email", functionName: "send",
 * //   fullPath: "/srv/app/src/jobs/email.ts", loadable: true }
 * ```
 */
export function extractTaskModule(value: object, options: NamingOptions = NO_OPTIONS): TaskModule {
	const known = knownName(value, options);
	if (known !== undefined) return known;
	const place = placeOf(value, options);
	const answer = describe(place, value);
	keepName(value, options, place, answer, claimOf(answer.name, value));
	return answer;
}

/**
 * {@link extractTaskModule}, where that answers `LHS_UNPROVEN`: waits until the module that made the value has loaded, and looks
 * into it.
 *
 * @throws NamesakeError as {@link extractTaskModule}; `LHS_UNPROVEN` only if the module is itself waiting for the answer.
 * @example
 * ```ts
 * export const [first, second] = makeTwo();
 *
 * (await findTaskModule(second)).name; // "@acme/app/src/jobs#second"
 * ```
 */
export async function findTaskModule(value: object, options: NamingOptions = {}): Promise<TaskModule> {
	const origin = originOf(value);
	if (origin === undefined) return extractTaskModule(value, options);
	const waiting = framesOf(capture(findTaskModule)) ?? [];
	return describe(await findPlaceOfInstance(value, origin, options, waiting), value);
}

function describe(place: ValuePlace, value: object): TaskModule {
	return answerOf(place, claimName(place, value), value);
}

function placeOf(value: object, options: NamingOptions): ValuePlace {
	const origin = originOf(value);
	if (origin !== undefined) return placeOfInstance(value, origin, options);
	// A task that an unknown version has made is no function of that version's own.
	if (typeof value !== "function" || isMarked(value)) throw unnameable(value);
	return placeOfFunction(value, options);
}
