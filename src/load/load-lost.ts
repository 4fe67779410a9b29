import { NamesakeError } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { LOCK_FILE } from "../lock/lock.ts";
import { findLostName, type LostName, nearestOwnNames } from "../lock/lost-name.ts";
import type { LoadOptions } from "../package/resolve.ts";

/**
 * Loads what a name that leads nowhere has become.
 *
 * @param error what was thrown for the name itself.
 * @param load loads by `module#export.path`, under the rules of the name itself.
 * @throws NamesakeError the error, with what the lock knows of the name; `DUPLICATE_NAME`, `LOCK_INVALID`.
 */
export async function loadLost(
	name: string,
	error: NamesakeError,
	options: LoadOptions,
	load: (target: string) => Promise<unknown>,
): Promise<unknown> {
	if (error.code === "INVALID_NAME" && !isExplicitName(name)) throw error;
	const found = await find(name, error, options);
	if (found === undefined) throw isExplicitName(name) ? unknown(name, error, nearestOwnNames(name, options)) : error;
	if (found.target === undefined) throw removed(name, error, found);
	try {
		return await load(found.target);
	} catch (cause) {
		const isGone = cause instanceof NamesakeError && /_NOT_FOUND$|^NOT_EXPORTED$/.test(cause.code);
		throw isGone ? renamedToNothing(name, found, cause) : cause;
	}
}

async function find(name: string, error: NamesakeError, options: LoadOptions): Promise<LostName | undefined> {
	try {
		return await findLostName(name, options);
	} catch (cause) {
		// Without a parser the code can't be asked: that the name is not there is true all the same.
		if (cause instanceof NamesakeError && cause.code === "SOURCE_UNAVAILABLE" && !isExplicitName(name)) throw error;
		throw cause;
	}
}

function unknown(name: string, error: NamesakeError, alike: readonly string[]): NamesakeError {
	if (alike.length === 0) return error;
	return new NamesakeError(error.code, {
		asked: name,
		why: `no task has it as a name of its own, and ${error.why}`,
		nearest: alike,
		fix: "correct the name",
	});
}

function removed(name: string, error: NamesakeError, { where, says }: LostName): NamesakeError {
	const isOwn = error.code === "INVALID_NAME";
	return new NamesakeError(isOwn ? "EXPORT_NOT_FOUND" : error.code, {
		asked: name,
		where,
		why: `it was removed, or renamed without a previous name: ${says} has it, and ${isOwn ? "no task has this name" : error.why}`,
		nearest: error.nearest,
		fix: `if another task replaces it, give that one the previous name: task(fn, { previously: [${JSON.stringify(name)}] }), or in ${LOCK_FILE}`,
		cause: error,
	});
}

function renamedToNothing(name: string, { target, where, says }: LostName, cause: NamesakeError): NamesakeError {
	return new NamesakeError(cause.code, {
		asked: name,
		where,
		why: `${says} says that it was renamed to ${target}, which does not exist: ${cause.why}`,
		nearest: cause.nearest,
		fix: "run `namesake check` to see what replaced it, and `namesake check --fix` to record the previous names",
		cause,
	});
}
