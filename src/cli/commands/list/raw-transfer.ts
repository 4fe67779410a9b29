import { readFileSync } from "node:fs";
import type * as Oxc from "oxc-parser";
import { dependency } from "../../../base/dependency.ts";
import { features } from "../../../base/runtime.ts";
import { type Parser, useParser } from "../../../source/parse.ts";

/**
 * So many files have to be read before it pays: the buffer costs a collection of garbage in each thread, and what reads it has to be compiled,
 * some 50 ms of processor time (measured).
 */
const MANY = 500;

/** In UTF-16 units. A tree that finds no room in the buffer, 2 GiB, ends the process; some hundred times the text are the most that one takes. */
const LONGEST = 1_000_000;

/** Is raw transfer worth it for so many files? */
export function isWorthRawTransfer(files: number): boolean {
	return files >= MANY;
}

/** From now on this thread takes trees from the parser's memory, where that can be done: as JSON it takes half as long again. */
export function transferRaw(): void {
	if (!features.rawTransfer || isAddressSpaceLimited()) return;
	let oxc: typeof Oxc;
	try {
		oxc = dependency("oxc-parser") as typeof Oxc;
	} catch {
		// Whoever parses is told why there is none.
		return;
	}
	useParser(rawParser(oxc));
}

/**
 * A parser that gives what another one gives, by raw transfer. Whatever that can't do is done as without it: there may be no room for the
 * buffer, and a tree is read by a function that calls itself, so that one that is too deep exceeds the stack.
 *
 * Of a tree without types the ends of patterns with a type, `a` in `a: string`, are not the same: as JSON they are behind the type. Nothing that
 * `list` does depends on that, see tests/cli/raw-transfer.test.ts.
 */
export function rawParser(oxc: Pick<typeof Oxc, "parseSync" | "rawTransferSupported" | "visitorKeys">): Parser {
	const { parseSync, visitorKeys } = oxc;
	let isRaw = oxc.rawTransferSupported();
	return {
		visitorKeys,
		parseSync(file, text, options) {
			// Halves of characters come out as they are, where JSON has a replacement.
			if (!isRaw || text.length > LONGEST || !text.isWellFormed()) return parseSync(file, text, options);
			try {
				const raw = { ...options, experimentalRawTransfer: true };
				return parseSync(file, text, raw);
			} catch {
				// The buffer that was in use is lost, and another one would be made.
				isRaw = false;
				return parseSync(file, text, options);
			}
		},
	};
}

/**
 * Where Linux counts the addresses of a process (`ulimit -v`, or `vm.overcommit_memory` is 2), the buffer may leave too few for all else: a process
 * with 8.5 GB of them has died of it. Where it counts only what is written, as containers do, the buffer takes next to nothing.
 *
 * https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html, https://docs.kernel.org/mm/overcommit-accounting.html
 */
function isAddressSpaceLimited(): boolean {
	if (process.platform !== "linux") return false;
	try {
		const limits = readFileSync("/proc/self/limits", "utf8");
		const isUnlimited = ["Max address space", "Max data size"].every((name) =>
			new RegExp(`^${name}\\s+unlimited\\b`, "m").test(limits),
		);
		return !isUnlimited || readFileSync("/proc/sys/vm/overcommit_memory", "utf8").trim() === "2";
	} catch {
		// Under Node's permission model these may be none of the files that can be read.
		return true;
	}
}
