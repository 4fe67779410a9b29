import { formatPath } from "../base/name.ts";
import { ownProperty } from "../base/own.ts";
import { capture, framesOf, LONGEST, NativeError, plainLimit } from "../origin/call-site.ts";
import { explicitNameOf } from "./explicit-name.ts";
import { findPlaceOfInstance, moduleOfInstance, placeOfInstance, requireExported } from "./instance-place.ts";
import { answerOf, keepName, knownName, NO_OPTIONS } from "./known-names.ts";
import type { Origin } from "./origin.ts";
import { originOf, recordNew } from "./record.ts";
import { unnameable } from "./unnameable.ts";
import { claimName, claimOf, type ValuePlace } from "./value-place.ts";

/** What every tracked value can say of itself. */
export interface Tracking {
	/**
	 * The name of the module in which it was made.
	 *
	 * @throws NamesakeError `CREATED_AT_RUNTIME` if no module was loading, `OUTSIDE_ROOT`.
	 */
	readonly instantiatedIn: string;
	/**
	 * The export path by which its module holds it: `send`, `tasks.resize`, `list[0]`; of a variable that is not exported,
	 * the variable.
	 *
	 * @throws NamesakeError `CREATED_AT_RUNTIME`, `NO_LHS`; `LHS_UNPROVEN` where only {@link Tracking.findLhs} can tell.
	 */
	readonly lhs: string;
	/**
	 * The whole name, by which `load` finds it: `@acme/app/src/jobs#send`.
	 *
	 * @throws NamesakeError as {@link Tracking.lhs}.
	 */
	readonly location: string;
	/**
	 * The export path, proved: waits until the module has loaded, and looks into it. After that, `lhs` and `location` know.
	 *
	 * @throws NamesakeError `CREATED_AT_RUNTIME`, `NO_LHS`, `NOT_EXPORTED`; `LHS_UNPROVEN` if the module is itself waiting for the answer.
	 */
	findLhs(): Promise<string>;
}

/**
 * The base of classes whose instances know in which module they were made, and which variable holds them.
 *
 * @example
 * ```ts
 * class Queue extends TrackedInstance {}
 * export const mails = new Queue();
 *
 * mails.lhs; // "mails"
 * mails.location; // "@acme/app/src/queues#mails"
 * ```
 */
export class TrackedInstance implements Tracking {
	/** @param args ignored: subclasses may hand on what they were given, `super(...args)`. */
	constructor(...args: unknown[]);
	constructor() {
		const limit = plainLimit();
		if (limit === undefined) {
			recordNew(this, "instance", capture(TrackedInstance));
			return;
		}
		// As `capture` does it, which on the stack would be one frame more to pass for each instance. V8 makes an error in less time than it
		// passes the frames above a function that it is given.
		let error: Error;
		NativeError.stackTraceLimit = LONGEST;
		try {
			error = new NativeError();
		} finally {
			NativeError.stackTraceLimit = limit.value as number;
		}
		recordNew(this, "instance", { error });
	}

	/** Tasks are functions, and instances of other copies of this library are tracked by these: both count. */
	// biome-ignore-start lint/complexity/noThisInStatic: subclasses inherit this, and `this` is which of them was asked
	static [Symbol.hasInstance](value: unknown): boolean {
		if (this === TrackedInstance && hasMembers(originOf(value))) return true;
		return Function.prototype[Symbol.hasInstance].call(this, value);
	}
	// biome-ignore-end lint/complexity/noThisInStatic: subclasses inherit this, and `this` is which of them was asked

	get instantiatedIn(): string {
		return moduleOfInstance(this, origin(this), {});
	}

	get lhs(): string {
		return knownName(this, NO_OPTIONS)?.functionName ?? pathOf(placeOfInstance(this, origin(this), {}), this);
	}

	get location(): string {
		const known = knownName(this, NO_OPTIONS);
		if (known !== undefined) return known.name;
		const place = placeOfInstance(this, origin(this), NO_OPTIONS);
		const name = claimName(place, this);
		// What a name of the user's own leads to takes a look at files to know, for whoever wants to know it.
		if (explicitNameOf(this) === undefined)
			keepName(this, NO_OPTIONS, place, answerOf(place, name, this), claimOf(name, this));
		return name;
	}

	async findLhs(): Promise<string> {
		const waiting = framesOf(capture(this.findLhs)) ?? [];
		return pathOf(requireExported(await findPlaceOfInstance(this, origin(this), {}, waiting)), this);
	}
}

function hasMembers(origin: Origin | undefined): boolean {
	return origin?.kind === "instance" || origin?.kind === "task";
}

function pathOf(place: ValuePlace, value: object): string {
	claimName(place, value);
	return formatPath(place.path, place.nested);
}

function origin(value: object): Origin {
	const found = originOf(value);
	if (found === undefined) throw unnameable(value);
	return found;
}

/** The members of {@link Tracking} as properties, for values that can't extend {@link TrackedInstance}. */
export function trackingProperties(): PropertyDescriptorMap {
	const properties = Object.create(null) as PropertyDescriptorMap;
	for (const key of ["instantiatedIn", "lhs", "location", "findLhs"])
		properties[key] = ownProperty(TrackedInstance.prototype, key) ?? {};
	return properties;
}
