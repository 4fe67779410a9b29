import { fileOrUrl } from "../base/file-url.ts";
import { ownDescriptor, ownOption, ownProperty } from "../base/own.ts";
import { features } from "../base/runtime.ts";

/**
 * The only file that touches `Error.stackTraceLimit` and `Error.prepareStackTrace`, each for the length of a synchronous
 * call, after which it is what it was; but for the constructor of `TrackedInstance`, see {@link plainLimit}.
 */

/** One entry of a call stack. Positions are V8's: in the script as it runs, here 0-based. */
export interface Frame {
	/** The function's name as V8 infers it, or undefined: a module's body has none, and neither has an arrow function. */
	readonly functionName: string | undefined;
	/** A URL for ES modules, a path for CommonJS. */
	readonly file: string;
	/** The source that line and column are in, if it is another file than the one that runs. */
	readonly sourceFile?: string | undefined;
	readonly line: number;
	readonly column: number;
	/** Where the function of this frame begins; 0, 0 is the body of a module. */
	readonly enclosingLine: number | undefined;
	readonly enclosingColumn: number | undefined;
	readonly isConstructor: boolean;
	readonly isEval: boolean;
	/** SHA-256 of the script's text. */
	readonly scriptHash: string | undefined;
	/** The frame awaits: it is not running, but what it waits for is. */
	readonly isAsync: boolean;
}

/** A stack that has been taken but not been looked at. Until it is, it keeps alive what its functions were called on. */
export type Capture = {
	stack?: unknown;
	sites?: readonly CallSite[] | undefined;
	limit?: number;
	isMissing?: boolean;
	/** Has the stack instead; its innermost frame is the function that made it. */
	error?: Error;
};

type CallSite = NodeJS.CallSite & {
	getEnclosingLineNumber?: () => number | null;
	getEnclosingColumnNumber?: () => number | null;
	getScriptNameOrSourceURL?: () => string | null;
	isAsync?: () => boolean;
	getScriptHash?: () => string;
};

/** The engine's own, whose limit counts: a program may have put a class of its own into the global. */
export const NativeError: ErrorConstructor = Object.getPrototypeOf(TypeError);

/**
 * In frames: more than a stack has. Not Infinity: where somebody debugs the process, or traces what it throws, V8 in Node 26 ends it then ("Check
 * failed: new_capacity > 0"): node --trace-uncaught -e "Error.stackTraceLimit = Infinity; new Error()".
 */
export const LONGEST = 1_000_000;

/** Is it a property that can be assigned to? */
function isPlain(limit: PropertyDescriptor | undefined): limit is PropertyDescriptor & { readonly writable: true } {
	return limit !== undefined && Object.hasOwn(limit, "value") && limit.writable === true;
}

/**
 * The limit of stacks as it is, if it can be assigned to and the stack be taken by the engine's own means: then this is all that
 * {@link capture} does with it, and whoever can't afford to be one call further away may do the same.
 */
export function plainLimit(): { readonly value?: unknown } | undefined {
	const limit = Object.getOwnPropertyDescriptor(NativeError, "stackTraceLimit");
	if (!isPlain(limit) || features.earlyStacks) return undefined;
	return typeof NativeError.captureStackTrace === "function" ? limit : undefined;
}

/**
 * Takes the stack of the caller without looking at it.
 *
 * @param below the function whose caller is the innermost frame that counts.
 * @param most so many frames; without it, all.
 */
export function capture(below: CallableFunction | NewableFunction, most: number = LONGEST): Capture {
	const limit = plainLimit();
	if (limit === undefined) return captureAnyhow(below, most);
	const holder: Capture = most === LONGEST ? {} : { limit: most };
	// An assignment is ten times cheaper than a definition, and needs no stack, of which there may be none left.
	NativeError.stackTraceLimit = most;
	try {
		NativeError.captureStackTrace(holder, below);
	} finally {
		NativeError.stackTraceLimit = limit.value as number;
	}
	return holder;
}

/** Where the host, or the engine, has its own ways with stacks. */
function captureAnyhow(below: CallableFunction | NewableFunction, most: number): Capture {
	const limit = Object.getOwnPropertyDescriptor(NativeError, "stackTraceLimit");
	const isAssignable = isPlain(limit);
	const holder: Capture = most === LONGEST ? {} : { limit: most };
	const isFixed = limit !== undefined && !isAssignable && limit.configurable !== true;
	// The stack is then as long as the host allows.
	if (isFixed) holder.limit = Math.min(Number(limit.value), most);
	// Somebody has taken it away.
	if (typeof NativeError.captureStackTrace !== "function") return { isMissing: true };
	if (isAssignable) NativeError.stackTraceLimit = most;
	else if (!isFixed) requireStack();
	try {
		if (!isAssignable && !isFixed)
			Object.defineProperty(
				NativeError,
				"stackTraceLimit",
				ownDescriptor({ value: most, writable: true, enumerable: true, configurable: true }),
			);
		if (features.earlyStacks) holder.sites = sitesOf(() => NativeError.captureStackTrace(holder, below));
		else NativeError.captureStackTrace(holder, below);
	} finally {
		if (isAssignable) NativeError.stackTraceLimit = limit.value as number;
		else if (limit === undefined) Reflect.deleteProperty(NativeError, "stackTraceLimit");
		else if (!isFixed) Object.defineProperty(NativeError, "stackTraceLimit", ownDescriptor(limit));
	}
	return holder;
}

/**
 * Throws the host's own RangeError now, where nothing has been changed yet, rather than in the middle of putting something back.
 *
 * @param calls deeper than what is done until then.
 */
function requireStack(calls = 24): number {
	return calls === 0 ? 0 : 1 + requireStack(calls - 1);
}

/**
 * The frames of a captured stack, innermost first. A capture can be read once.
 *
 * @param isLast the frames below this one are not looked at.
 * @returns undefined if the host has frozen `Error`, or taken its methods away, so that there are no structured frames.
 */
export function framesOf(captured: Capture, isLast?: (frame: Frame) => boolean): readonly Frame[] | undefined {
	if (captured.isMissing === true) return undefined;
	const error = ownOption(captured, "error");
	const sites = features.earlyStacks ? captured.sites : sitesOf(() => (error ?? captured).stack);
	if (sites === undefined) return undefined;
	const frames: Frame[] = [];
	for (const site of error === undefined ? sites : sites.slice(1)) {
		const frame = frameOf(site);
		frames.push(frame);
		if (isLast?.(frame) === true) break;
	}
	return frames;
}

/** What the engine hands to `Error.prepareStackTrace` while the stack is made. */
function sitesOf(make: () => unknown): readonly CallSite[] | undefined {
	let sites: readonly CallSite[] | undefined;
	requireStack();
	const restore = replacePrepare((_error, callSites) => {
		sites = callSites;
		return "";
	});
	if (restore === undefined) return undefined;
	try {
		make();
		return sites;
	} finally {
		restore();
	}
}

/** Are these all frames that there were, not only as many as a host allows that has fixed `Error.stackTraceLimit`? */
export function isWhole({ limit = LONGEST }: Capture, frames: readonly Frame[]): boolean {
	return frames.length < limit;
}

type Prepare = (error: unknown, callSites: readonly CallSite[]) => unknown;

/** @returns undefined if Error.prepareStackTrace is frozen: there are no structured frames to be had then. */
function replacePrepare(prepare: Prepare): (() => void) | undefined {
	const previous = ownProperty(Error, "prepareStackTrace");
	try {
		// Bun hears of assignments only, and goes on with a function that was deleted.
		if (features.earlyStacks) {
			Object.assign(Error, { prepareStackTrace: prepare });
			return () => Object.assign(Error, { prepareStackTrace: previous?.value as unknown });
		}
		Object.defineProperty(
			Error,
			"prepareStackTrace",
			ownDescriptor({ value: prepare, configurable: true, writable: true, enumerable: true }),
		);
	} catch {
		return undefined;
	}
	return () => {
		if (previous === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
		else Object.defineProperty(Error, "prepareStackTrace", previous);
	};
}

function frameOf(site: CallSite): Frame {
	const { file, sourceFile } = filesOf(site);
	return {
		functionName: site.getFunctionName() || undefined,
		file,
		sourceFile,
		line: (site.getLineNumber() ?? 0) - 1,
		column: (site.getColumnNumber() ?? 0) - 1,
		enclosingLine: zeroBased(site.getEnclosingLineNumber?.()),
		enclosingColumn: zeroBased(site.getEnclosingColumnNumber?.()),
		isConstructor: site.isConstructor(),
		isEval: site.isEval(),
		scriptHash: shared(site.getScriptHash?.() || undefined),
		isAsync: site.isAsync?.() ?? false,
	};
}

function filesOf(site: CallSite): Pick<Frame, "file" | "sourceFile"> {
	const source = site.getFileName() ?? undefined;
	const script = site.getScriptNameOrSourceURL?.() ?? undefined;
	if (!features.framesAreMapped || script === undefined) return { file: source ?? script ?? "" };
	const path = fileOrUrl(script.replace(/[?#].*/, ""));
	return { file: script, sourceFile: source === undefined || fileOrUrl(source) === path ? undefined : source };
}

const hashes = new Map<string, string>();

/** V8 makes a text of the hash each time. */
function shared(hash: string | undefined): string | undefined {
	if (hash === undefined) return undefined;
	const known = hashes.get(hash);
	if (known === undefined) hashes.set(hash, hash);
	return known ?? hash;
}

function zeroBased(position: number | null | undefined): number | undefined {
	return position === null || position === undefined ? undefined : position - 1;
}
