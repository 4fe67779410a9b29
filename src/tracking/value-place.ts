import { type ErrorCode, formatPlace, NamesakeError, type Place } from "../base/errors.ts";
import { formatName, formatPath } from "../base/name.ts";
import { explicitNameOf } from "./explicit-name.ts";

/** A value, its module and how it is reached there. */
export interface ValuePlace {
	readonly moduleName: string;
	/** The real path of the file that was run; empty where there is none. */
	readonly file: string;
	readonly path: readonly string[];
	readonly nested?: readonly (readonly string[])[] | undefined;
	/** Was it found among the exports, or is it a variable or function that only its module knows? */
	readonly isExported: boolean;
	/** Asked each time: does the path lead to the value, in the module that a name loads? */
	readonly isLoadable: () => boolean;
	/** Why not, while {@link isLoadable} says so; without it the path says: it is nested, or not exported. */
	readonly reason?: () => ErrorCode;
	/** Does the path lead to a value in its own module, whichever module a name loads? One that is not there has no claim to the name. */
	readonly isAt?: ((value: object) => boolean) | undefined;
	/** Is it known to be the last of several that a host has made of one source, as it changed? The others have lost their name to it. */
	readonly isLatest?: boolean;
	/** Where the value is written or made, for errors. */
	readonly where: () => Place;
}

/** `module#export.path`, or the path alone in a program without files. */
export function nameOf(place: ValuePlace): string {
	const { moduleName, path, nested } = place;
	return moduleName === "" ? formatPath(path, nested) : formatName({ moduleName, exportPath: path, nested });
}

/** Who goes by a name, and where that value is from. */
export interface Claim {
	readonly value: WeakRef<object>;
	readonly where: () => Place;
	readonly isAt?: ((value: object) => boolean) | undefined;
	readonly isExported: boolean;
	/** Another value goes by the name now. */
	isLost: boolean;
}

/** By name: who has asked for it last. */
const claims = new Map<string, Claim>();

/** The claim of a value to its name, once it has made one. */
export function claimOf(name: string, value: object): Claim | undefined {
	const claim = claims.get(name);
	return claim?.value.deref() === value ? claim : undefined;
}

/**
 * The name of a value that is asked for it: one of the user's own, or that of its place.
 *
 * @throws NamesakeError `DUPLICATE_NAME` if another value that is alive goes by the name.
 */
export function claimName(place: ValuePlace, value: object): string {
	const name = explicitNameOf(value) ?? nameOf(place);
	if (place.nested === undefined && place.moduleName !== "") claim(name, value, place);
	return name;
}

function claim(name: string, value: object, { where, isLatest, isAt, isExported }: ValuePlace): void {
	const earlier = claims.get(name);
	const other = earlier?.value.deref();
	// A mock that was taken away again, a member that was replaced: what is there now has the name.
	// So it has of a value that was asked for while its module was running, and was not there for good.
	const isGone =
		other !== undefined && (earlier?.isAt?.(other) === false || (earlier?.isExported === false && isExported));
	if (earlier !== undefined && other !== undefined && other !== value && isLatest !== true && !isGone) {
		const places = [earlier.where(), where()];
		const isSame = new Set(places.map((place) => formatPlace(place).replace(/[?#][^:]*/, ""))).size === 1;
		throw new NamesakeError("DUPLICATE_NAME", {
			asked: name,
			where: places,
			why: isSame
				? "the module was loaded more than once, and each time created a value of this name"
				: "two live values have this name",
			fix: isSame
				? "load the module once: with one specifier, without a query, and not with both import and require"
				: "load the module from its source or from one build, not from several; or rename one of the values",
		});
	}
	if (other === value) return;
	if (earlier !== undefined) earlier.isLost = true;
	claims.set(name, { value: new WeakRef(value), where, isAt, isExported, isLost: false });
}
