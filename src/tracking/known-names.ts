import type { ErrorCode } from "../base/errors.ts";
import { formatPath } from "../base/name.ts";
import { ownOption } from "../base/own.ts";
import { isThenable } from "../load/value-at.ts";
import { type NamingOptions, workingDirectory } from "../package/package-root.ts";
import { showsExplicitName } from "./explicit-name.ts";
import type { TaskModule } from "./task-module.ts";
import type { Claim, ValuePlace } from "./value-place.ts";

/** What a value was found to be called, while everything that this depends on is as it was. */
class KnownName {
	readonly #packageRoot: string | undefined;
	readonly #directory = workingDirectory();
	/** Not the place itself: of what leads there no more is needed. */
	readonly #isLoadable: () => boolean;
	readonly answer: TaskModule;
	readonly #claim: Claim | undefined;

	constructor(options: NamingOptions, place: ValuePlace, answer: TaskModule, claim: Claim | undefined) {
		this.#packageRoot = ownOption(options, "packageRoot");
		this.#isLoadable = place.isLoadable;
		this.answer = answer;
		this.#claim = claim;
	}

	isTrueOf(value: object, options: NamingOptions): boolean {
		return (
			(options === NO_OPTIONS ? undefined : ownOption(options, "packageRoot")) === this.#packageRoot &&
			workingDirectory() === this.#directory &&
			this.#claim?.isLost !== true &&
			this.#isLoadable() &&
			!isThenable(value)
		);
	}
}

/** What is said of a value: frozen, because whoever asks again has the same. */
export function answerOf(place: ValuePlace, name: string, value: object): TaskModule {
	const { moduleName, file: fullPath } = place;
	const functionName = formatPath(place.path, place.nested);
	const reason = whyNotLoadable(place, value);
	// Not spread: each copy would have a hidden class of its own, ten times as large as it.
	return Object.freeze(
		reason === undefined
			? { name, moduleName, functionName, fullPath, loadable: true }
			: { name, moduleName, functionName, fullPath, loadable: false, reason },
	);
}

function whyNotLoadable(place: ValuePlace, value: object): ErrorCode | undefined {
	if (!place.isLoadable()) return place.reason?.() ?? (place.nested === undefined ? "NOT_EXPORTED" : "NESTED");
	if (isThenable(value)) return "UNNAMEABLE";
	return showsExplicitName(value, place) ? undefined : "NOT_EXPORTED";
}

/** The options of whoever gives none: not to be looked into. */
export const NO_OPTIONS: NamingOptions = {};

/** The last answer for each value: a second root in one program is rare. */
const known = new WeakMap<object, KnownName>();

/** The answer of the last time for a value that could be loaded, if it still can. */
export function knownName(value: object, options: NamingOptions): TaskModule | undefined {
	const found = known.get(value);
	return found?.isTrueOf(value, options) === true ? found.answer : undefined;
}

/** Keeps an answer. Nothing is kept of what can't be loaded: it is looked for anew, and may be exported by then. */
export function keepName(
	value: object,
	options: NamingOptions,
	place: ValuePlace,
	answer: TaskModule,
	claim: Claim | undefined,
): void {
	if (answer.loadable) known.set(value, new KnownName(options, place, answer, claim));
}
