import { NamesakeError } from "../base/errors.ts";
import { hiddenValue, ownProperty } from "../base/own.ts";
import { builtin } from "../base/runtime.ts";
import { type BodyCall, type BodyPlace, bodyCallOf, isCertainBody, isOfUse } from "../origin/body-call.ts";
import { type Capture, capture, type Frame, framesOf, isWhole } from "../origin/call-site.ts";
import { sharedFrame } from "../origin/shared-frames.ts";
import { countMade } from "../registry/read.ts";
import { foreignOrigin } from "./foreign-origin.ts";
import type { Origin } from "./origin.ts";

/** As it is when the library is loaded: fake timers, as tests have them, come later. */
const { setImmediate } = builtin("node:timers");

/**
 * The origin is kept on the value itself, not in a table of this copy of the library: two copies, or an ES module and a
 * CommonJS build of it, know each other's values.
 */
const ORIGIN: unique symbol = Symbol.for("namesake.origin/1") as never;

/** For values that are frozen when they are recorded. */
const frozen = new WeakMap<object, Origin>();

/**
 * Remembers where a value is made.
 *
 * @param captured the stack, taken by the function that makes the value: each function between the two would cost a tenth of it.
 */
export function recordOrigin(
	value: object,
	kind: Origin["kind"],
	captured: Capture,
	wrapped?: object,
	ownName?: string,
): void {
	// A constructor that gives back the same object again makes it once.
	if (kind === "instance" && originOf(value)?.isOf(value) === true) return;
	recordNew(value, kind, captured, wrapped, ownName);
}

/** {@link recordOrigin} of an object that nobody has seen yet. */
export function recordNew(
	value: object,
	kind: Origin["kind"],
	captured: Capture,
	wrapped?: object,
	ownName?: string,
): void {
	const origin = new CapturedOrigin(value, kind, wrapped, ownName, captured);
	keep(value, origin);
	unread.push(origin);
	if (unread.length === 1) setImmediate(readAll).unref?.();
}

/**
 * Remembers an instance that this library makes of itself whenever it is imported: of the stack only the one frame that calls this, which keeps
 * nothing alive. It is looked at when somebody asks: V8 reads the whole file once more to place a frame of its body.
 */
export function recordOwnOrigin<Value extends object>(value: Value): Value {
	keep(value, new CapturedOrigin(value, "instance", undefined, undefined, capture(recordOwnOrigin, 1)));
	return value;
}

function keep(value: object, origin: Origin): void {
	if (!Reflect.defineProperty(value, ORIGIN, hiddenValue(origin))) frozen.set(value, origin);
}

/** @returns what {@link recordOrigin} has remembered of a value itself, not of what it inherits from. */
export function originOf(value: unknown): Origin | undefined {
	if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
	try {
		const found = ownProperty(value, ORIGIN)?.value;
		if (found === undefined) return frozen.get(value);
		if (CapturedOrigin.isOwn(found)) return found;
		const foreign = foreignOrigin(found);
		return foreign?.wrapped === value ? undefined : foreign;
	} catch {
		// A revoked proxy, or one that refuses.
		return undefined;
	}
}

/** The order in which tracked values were made, see {@link Origin.sequence}; undefined for all others. */
export function sequenceOf(value: unknown): number | undefined {
	return originOf(value)?.sequence;
}

/** A program that sets its clock later, as tests do, does not change what is compared to the times of files. */
const { now } = Date;

const NONE: readonly Frame[] = [];

class CapturedOrigin implements Origin {
	readonly kind: Origin["kind"];
	readonly wrapped: object | undefined;
	readonly ownName: string | undefined;
	readonly sequence = countMade();
	namespace: object | undefined = undefined;
	#captured: Capture | undefined;
	#frames: readonly Frame[] | undefined = NONE;
	#isWhole = true;
	readonly #takenAt = now();
	/** Null if no body was running. */
	#bodyCall: BodyCall | null | undefined;

	/** The value holds this, so that neither keeps the other alive. */
	readonly #value: object;
	constructor(
		value: object,
		kind: Origin["kind"],
		wrapped: object | undefined,
		ownName: string | undefined,
		captured: Capture,
	) {
		this.#value = value;
		this.kind = kind;
		this.wrapped = wrapped;
		this.ownName = ownName;
		this.#captured = captured;
	}

	isOf(value: object): boolean {
		return this.#value === value;
	}

	/** A stack that nobody has looked at keeps alive what its functions were called on: it is turned into plain places. */
	read(): void {
		if (this.#captured === undefined) return;
		const frames = framesOf(this.#captured, isCertainBody);
		// A program that makes instances all the time keeps nothing of how it came to them.
		this.#frames = frames === undefined ? undefined : withoutOthers(frames);
		this.#isWhole = frames !== undefined && isWhole(this.#captured, frames);
		this.#captured = undefined;
	}

	/** Has this copy of the library made it? */
	static isOwn(record: object): record is CapturedOrigin {
		return #bodyCall in record;
	}

	bodyPlace(): BodyPlace | undefined {
		return this.bodyCall()?.place;
	}

	bodyCall(): BodyCall | undefined {
		if (this.#bodyCall === undefined) {
			this.read();
			if (this.#frames === undefined) throw frozenError();
			const found = bodyCallOf(this.#frames, this.#takenAt);
			// The body may be among the frames that the host does not let see.
			if (found === undefined && !this.#isWhole) throw frozenError();
			this.#bodyCall = found ?? null;
			this.#frames = NONE;
		}
		return this.#bodyCall ?? undefined;
	}
}

/** Stands for any number of frames of which no more counts than that they are there. */
const OTHERS: Frame = {
	functionName: "others",
	file: "",
	line: 0,
	column: 0,
	enclosingLine: undefined,
	enclosingColumn: undefined,
	isConstructor: false,
	isEval: false,
	scriptHash: undefined,
	isAsync: false,
};

function withoutOthers(frames: readonly Frame[]): readonly Frame[] {
	const end = frames.findLastIndex((frame) => !frame.isConstructor && isOfUse(frame)) + 1;
	const kept: Frame[] = [];
	for (const frame of frames.slice(0, end))
		if (isOfUse(frame)) kept.push(sharedFrame(frame));
		else if (kept.at(-1) !== OTHERS) kept.push(OTHERS);
	return kept;
}

function frozenError(): NamesakeError {
	return new NamesakeError("CANNOT_LOCATE", {
		asked: "a tracked instance, task or wrapper",
		why: "Error is frozen, as by --frozen-intrinsics, or was changed, so the call stack can't be read",
		fix: "run without --frozen-intrinsics, and freeze Error after all modules that create instances",
	});
}

let unread: CapturedOrigin[] = [];

function readAll(): void {
	const origins = unread;
	unread = [];
	for (const origin of origins) origin.read();
}
