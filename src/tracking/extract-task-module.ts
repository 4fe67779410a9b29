import type { NamingOptions } from "../module/package-root.ts";
import { capture, framesOf } from "../origin/call-site.ts";
import { placeOfFunction } from "./function-place.ts";
import { findPlaceOfInstance, placeOfInstance } from "./instance-place.ts";
import { answerOf, keepName, knownName, NO_OPTIONS } from "./known-names.ts";
import { showsOwnName } from "./own-name.ts";
import { originOf } from "./record.ts";
import { isMarked, unnameable } from "./unnameable.ts";
import { claimName, claimOf, type ValuePlace } from "./value-place.ts";

/** What a function or a tracked instance is called, and where it lives. */
export interface TaskModule {
	/**
	 * `module#export.path`; in a program without files (a REPL, `node -e`) the path alone; of a task that was given a name of the user's
	 * own, that name.
	 */
	readonly name: string;
	/** `@acme/app/src/jobs/email`; empty in a program without files. */
	readonly moduleName: string;
	/** The export path: `send`, `tasks.resize`, `outer/inner`. */
	readonly functionName: string;
	/** The absolute path of the file that was run; empty in a program without files. */
	readonly fullPath: string;
	/**
	 * `load(name)` gives this very value, here and in another process. There a value of a dependency needs `load`'s permission:
	 * `load(name, { allow: "lib" })`.
	 */
	readonly loadable: boolean;
}

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
	const { name, moduleName, functionName, fullPath, loadable } = answerOf(place, claimName(place, value), value);
	// Whoever asks again has the same. Not spread: each copy would have a hidden class of its own, ten times as large as it.
	return Object.freeze({ name, moduleName, functionName, fullPath, loadable: loadable && showsOwnName(value, place) });
}

function placeOf(value: object, options: NamingOptions): ValuePlace {
	const origin = originOf(value);
	if (origin !== undefined) return placeOfInstance(value, origin, options);
	// A task that an unknown version has made is no function of that version's own.
	if (typeof value !== "function" || isMarked(value)) throw unnameable(value);
	return placeOfFunction(value, options);
}
