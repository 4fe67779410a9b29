import type { Frame } from "./call-site.ts";

/** The last ones, by line and column, whatever their file. */
const frames = new Map<number, Frame>();
const MAX_KEPT = 256;
/** Columns to a line, in a key: which frames share one does not matter, they are compared. */
const COLUMNS = 2 ** 20;

/** The same frame, as one object: a class's constructor is on the stack of each of its instances, a loop at each turn. */
export function sharedFrame(frame: Frame): Frame {
	const key = frame.line * COLUMNS + frame.column;
	const known = frames.get(key);
	if (known !== undefined && isSame(known, frame)) return known;
	frames.delete(key);
	frames.set(key, frame);
	for (const oldest of frames.keys()) {
		if (frames.size <= MAX_KEPT) break;
		frames.delete(oldest);
	}
	return frame;
}

function isSame(a: Frame, b: Frame): boolean {
	return (
		a.file === b.file &&
		a.line === b.line &&
		a.column === b.column &&
		a.functionName === b.functionName &&
		a.sourceFile === b.sourceFile &&
		a.enclosingLine === b.enclosingLine &&
		a.enclosingColumn === b.enclosingColumn &&
		a.isConstructor === b.isConstructor &&
		a.isEval === b.isEval &&
		a.scriptHash === b.scriptHash &&
		a.isAsync === b.isAsync
	);
}
