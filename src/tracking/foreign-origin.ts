import { NamesakeError } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { ownProperty } from "../base/own.ts";
import { type BodyCall, type BodyPlace, bodyCallAt } from "../origin/body-call.ts";
import type { Origin, OriginRecord } from "./origin.ts";
import { unreadable } from "./unnameable.ts";

/** By the records of other copies of this library. */
const known = new WeakMap<object, Origin>();

/**
 * Reads what another copy of this library has recorded, which may be of another version: only what is as expected counts.
 *
 * @returns undefined if it is something else.
 */
export function foreignOrigin(record: object): Origin | undefined {
	let origin = known.get(record);
	if (origin === undefined && isRecord(record)) {
		origin = new ForeignOrigin(record);
		known.set(record, origin);
	}
	return origin;
}

function isRecord(record: object): record is OriginRecord {
	const { kind, wrapped, ownName, isOf, namespace, sequence, bodyPlace } = record as Partial<OriginRecord>;
	return (
		(kind === "instance" || kind === "task" || kind === "wrapper") &&
		(wrapped === undefined ? kind === "instance" : isObject(wrapped)) &&
		(ownName === undefined || (kind === "task" && isExplicitName(ownName))) &&
		typeof isOf === "function" &&
		(namespace === undefined || isObject(namespace)) &&
		Number.isSafeInteger(sequence) &&
		typeof bodyPlace === "function"
	);
}

function isObject(value: unknown): value is object {
	return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** What is plain is read once, so that it can't become something else. */
class ForeignOrigin implements Origin {
	readonly kind: Origin["kind"];
	readonly wrapped: object | undefined;
	readonly ownName: string | undefined;
	readonly sequence: number;
	readonly #record: OriginRecord;
	#namespace: object | undefined;
	#bodyCall: { readonly found: BodyCall | undefined } | undefined;

	constructor(record: OriginRecord) {
		this.#record = record;
		this.kind = record.kind;
		this.wrapped = record.wrapped;
		this.ownName = record.ownName;
		this.sequence = record.sequence;
	}

	isOf(value: object): boolean {
		try {
			return this.#record.isOf(value) === true;
		} catch {
			return false;
		}
	}

	get namespace(): object | undefined {
		if (this.#namespace !== undefined) return this.#namespace;
		try {
			const { namespace } = this.#record;
			return isNamespace(namespace) ? namespace : undefined;
		} catch {
			return undefined;
		}
	}

	set namespace(namespace: object | undefined) {
		this.#namespace = namespace;
		try {
			// A frozen record is not told.
			Reflect.set(this.#record, "namespace", namespace);
		} catch {
			// Nor is one that refuses.
		}
	}

	bodyPlace(): BodyPlace | undefined {
		return this.bodyCall()?.place;
	}

	bodyCall(): BodyCall | undefined {
		if (this.#bodyCall === undefined) {
			const place = readPlace(this.#record, this.kind);
			this.#bodyCall = { found: place === undefined ? undefined : bodyCallAt(place) };
		}
		return this.#bodyCall.found;
	}
}

/** Of the hosts that load modules by themselves, too. */
function isNamespace(value: unknown): value is object {
	return isObject(value) && ownProperty(value, Symbol.toStringTag)?.value === "Module";
}

/** @throws NamesakeError what the other copy throws; `UNNAMEABLE` if it gives something else than a place. */
function readPlace(record: OriginRecord, kind: Origin["kind"]): BodyPlace | undefined {
	let found: BodyPlace | undefined;
	try {
		const place: unknown = record.bodyPlace();
		if (place === undefined) return undefined;
		found = isObject(place) ? plainPlace(place) : undefined;
	} catch (error) {
		if (error instanceof NamesakeError) throw error;
	}
	if (found === undefined) throw unreadable(kind === "instance" ? "a tracked instance" : `a ${kind}`);
	return found;
}

function plainPlace(place: object): BodyPlace | undefined {
	const { file, sourceFile, scriptHash, line, column, isDirect, takenAt } = place as BodyPlace;
	const isPlain =
		typeof file === "string" &&
		file !== "" &&
		isTextOrNothing(sourceFile) &&
		isTextOrNothing(scriptHash) &&
		Number.isSafeInteger(line) &&
		Number.isSafeInteger(column) &&
		typeof isDirect === "boolean" &&
		typeof takenAt === "number";
	return isPlain ? { file, sourceFile, scriptHash, line, column, isDirect, takenAt } : undefined;
}

function isTextOrNothing(value: unknown): value is string | undefined {
	return value === undefined || typeof value === "string";
}
