import { fileOrUrl } from "../base/file-url.ts";
import { features } from "../base/runtime.ts";
import { isFunctionNode, type Node } from "../source/node.ts";
import { functionAround, functionAt } from "../source/syntax.ts";
import type { Frame } from "./call-site.ts";
import { moduleOfFrame, offsetIn, type ScriptModule } from "./module-of.ts";

/** Where a module's body was when a stack was taken, in plain values: other copies of this library, and other versions, read them. */
export interface BodyPlace extends Pick<Frame, "file" | "sourceFile" | "scriptHash"> {
	/** 0-based. */
	readonly line: number;
	readonly column: number;
	/** Nothing stands between the expression there and the value: it is what the expression gives. */
	readonly isDirect: boolean;
	/** When the stack was taken, in milliseconds since the epoch. */
	readonly takenAt: number;
}

/** The module whose body was running when a stack was taken, and the expression of that body that was being evaluated. */
export interface BodyCall {
	readonly place: BodyPlace;
	/** A URL for ES modules, a path for CommonJS. */
	readonly file: string;
	/** 0-based. */
	readonly line: number;
	readonly column: number;
	/** Undefined if the text of the module can't be had. */
	readonly module: ScriptModule | undefined;
	/** Undefined if the text can't be had, or shows no call at this place. */
	readonly node: Node | undefined;
	/** Nothing stands between this expression and the value: it is what the expression gives. */
	readonly isDirect: boolean;
}

/**
 * Finds the innermost frame that is the body of a module: a function without a name that begins where its file begins.
 *
 * @param frames innermost first; the first is the caller of the constructor, or of `task`.
 * @param takenAt when the stack was taken, in milliseconds since the epoch.
 * @returns undefined if no module was loading.
 */
export function bodyCallOf(frames: readonly Frame[], takenAt: number): BodyCall | undefined {
	const moduleOf = (frame: Frame) => moduleOfFrame(frame, takenAt);
	const index = frames.findIndex((frame) => isBody(frame, moduleOf));
	const body = frames[index];
	if (body === undefined) return undefined;
	const module = moduleOf(body);
	const isDirect =
		callAt(module, body.line, body.column) !== undefined &&
		!body.isAsync &&
		frames.slice(0, index).every((frame) => callsSuper(frame, moduleOf));
	const { file, sourceFile, scriptHash, line, column } = body;
	return new FoundBodyCall({ file, sourceFile, scriptHash, line, column, isDirect, takenAt }, module);
}

/** The same, of a place that another copy of this library has found. */
export function bodyCallAt(place: BodyPlace): BodyCall {
	return new FoundBodyCall(place, moduleOfFrame(place, place.takenAt));
}

function callAt(module: ScriptModule | undefined, line: number, column: number): Node | undefined {
	return module?.source.calls.get(offsetIn(module, line, column));
}

/** One object for all of it: there is one for each instance that has been asked for its name. */
class FoundBodyCall implements BodyCall {
	readonly line: number;
	readonly column: number;
	readonly module: ScriptModule | undefined;
	readonly isDirect: boolean;
	readonly #runningFile: string;
	readonly #sourceFile: string | undefined;
	readonly #scriptHash: string | undefined;
	readonly #takenAt: number;

	constructor({ file, sourceFile, scriptHash, line, column, isDirect, takenAt }: BodyPlace, module?: ScriptModule) {
		this.line = line;
		this.column = column;
		this.module = module;
		this.isDirect = isDirect;
		this.#runningFile = file;
		this.#sourceFile = sourceFile;
		this.#scriptHash = scriptHash;
		this.#takenAt = takenAt;
	}

	get place(): BodyPlace {
		return {
			file: this.#runningFile,
			sourceFile: this.#sourceFile,
			scriptHash: this.#scriptHash,
			line: this.line,
			column: this.column,
			isDirect: this.isDirect,
			takenAt: this.#takenAt,
		};
	}

	get file(): string {
		return features.framesTellKind || this.module === undefined ? this.#runningFile : fileOfModule(this.module);
	}

	get node(): Node | undefined {
		return callAt(this.module, this.line, this.column);
	}
}

/** Is it the body of a module, whatever its text says? No frame further out counts then. */
export function isCertainBody(frame: Frame): boolean {
	return (
		frame.functionName === undefined &&
		frame.enclosingLine === 0 &&
		frame.enclosingColumn === 0 &&
		!frame.isEval &&
		!frame.isConstructor &&
		isModuleFile(frame.file)
	);
}

/** Can it be the body of a module, or matter for whether the body makes the value directly? */
export function isOfUse(frame: Frame): boolean {
	return frame.isConstructor || frame.functionName === undefined || frame.functionName === "<static_initializer>";
}

/** A URL for ES modules, a path for CommonJS, by what the text is. */
function fileOfModule({ script }: ScriptModule): string {
	return script.isModule ? script.url : fileOrUrl(script.url);
}

type ModuleOf = (frame: Frame) => ScriptModule | undefined;

/** https://v8.dev/docs/stack-trace-api; what the bodies of modules look like was measured on Node 20, 22, 24 and 26. */
function isBody(frame: Frame, moduleOf: ModuleOf): boolean {
	if (frame.isEval || frame.isConstructor || !isModuleFile(frame.file)) return false;
	if (frame.functionName === "<static_initializer>") return isOutsideOfFunctions(frame, moduleOf);
	if (frame.functionName !== undefined) return false;
	// Only V8 in Node tells where the function of a frame begins. Elsewhere the text tells that there is none.
	if (frame.enclosingLine === undefined) return isInBody(frame, moduleOf);
	if (frame.enclosingLine !== 0) return false;
	return frame.enclosingColumn === 0 || isWrappedBody(frame, moduleOf);
}

function isModuleFile(file: string): boolean {
	return file !== "" && !file.startsWith("node:") && !file.startsWith("evalmachine.") && !file.startsWith("ext:");
}

/** Is the position of a frame in no function of its module? */
function isInBody(frame: Frame, moduleOf: ModuleOf): boolean {
	const module = moduleOf(frame);
	if (module === undefined || module.source.problems.length > 0) return false;
	const offset = offsetIn(module, frame.line, frame.column);
	return !Number.isNaN(offset) && functionAt(module.source, offset) === undefined;
}

/** A static field or block of a class that the body itself evaluates. */
function isOutsideOfFunctions(frame: Frame, moduleOf: ModuleOf): boolean {
	const module = moduleOf(frame);
	const node = module?.source.calls.get(offsetIn(module, frame.line, frame.column));
	return module !== undefined && node !== undefined && functionAround(module.source, node) === undefined;
}

/** A loader's own function around the statements of a CommonJS module. */
function isWrappedBody(frame: Frame, moduleOf: ModuleOf): boolean {
	const module = moduleOf(frame);
	if (module === undefined || frame.enclosingLine === undefined || frame.enclosingColumn === undefined) return false;
	const enclosing = offsetIn(module, frame.enclosingLine, frame.enclosingColumn);
	const { definitions, wrapper } = module.source;
	// V8 gives the keyword of a function there, and its parenthesis elsewhere.
	return wrapper !== undefined && (definitions.get(enclosing) === wrapper || wrapper.start === enclosing);
}

/** Is this frame a constructor that does no more than to hand on to the one that it extends? */
function callsSuper(frame: Frame, moduleOf: ModuleOf): boolean {
	if (!frame.isConstructor) return false;
	// A constructor that nobody wrote: it stands where its class stands, and calls super.
	if (frame.line === frame.enclosingLine && frame.column === frame.enclosingColumn) return true;
	const module = moduleOf(frame);
	const call = module?.source.calls.get(offsetIn(module, frame.line, frame.column));
	return (
		module !== undefined &&
		call?.type === "CallExpression" &&
		call.callee.type === "Super" &&
		!returnsSomethingElse(module, call)
	);
}

/** A constructor may return another object than the one that it has made. */
function returnsSomethingElse(module: ScriptModule, superCall: Node): boolean {
	let node: Node | undefined = superCall;
	while (node !== undefined && !isConstructor(module, node)) node = module.source.parents.get(node);
	return node === undefined || /\breturn\b/.test(module.source.text.slice(node.start, node.end));
}

function isConstructor(module: ScriptModule, node: Node): boolean {
	const parent = module.source.parents.get(node);
	return isFunctionNode(node) && parent?.type === "MethodDefinition" && parent.kind === "constructor";
}
