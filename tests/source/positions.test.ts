/* Where V8 says that a call or a function is: the texts are run, and V8 is asked. */
import assert from "node:assert/strict";
import { Session } from "node:inspector";
import { describe, test } from "node:test";
import { lineStarts, offsetAt } from "../../src/source/lines.ts";
import { type ModuleSource, readModule } from "../../src/source/module-source.ts";
import { isClassNode, isFunctionNode, type Node } from "../../src/source/node.ts";
import { definitionAt, offsetOfDefinition } from "../../src/source/syntax.ts";
import { runText, withGlobals } from "../shapes/running.ts";

/** Each calls `at`, or makes an `At`, with a number that stands in the text once. */
const calls = [
	"at(1);",
	"at (1);",
	"at /* ( */ (1);",
	"at // (\n(1);",
	"at\n\t(1), at(2);",
	"at?.(1);",
	"at ?. (1);",
	"(at)(1);",
	"((at))(1);",
	"(0, at)(1);",
	"o.at(1);",
	"o.at (1);",
	"o /* at */ . at /* ( */ (1);",
	"o?.at(1);",
	"o.at?.(1);",
	"o\n\t.at(1)\n\t.o.at(2);",
	"o['at'](1);",
	"o['at'] (1);",
	"o['a' + 't'](1);",
	"(o.at)(1);",
	"o.o.at(1);",
	"o.o?.o.at(1);",
	"curried(0)(1);",
	"at.call(null, 1);",
	"new At(1);",
	"new At (1).o;",
	"new o.At(1);",
	"new (At)(1);",
	"new o['At'](1);",
	"new At(1, new At(2), at(3));",
	"at(1, at(2));",
	"at(at(1), 2);",
	"at`1`;",
	"o.at`1`;",
	"o['at']`1`;",
	"(at)`1`;",
	"class C extends At { constructor() { super(1); } } new C();",
	"class C extends At { constructor() { super (1); } } new C();",
	"class C { static { at(1); } }",
	"class C { static a = at(1); b = at(2); } new C();",
	"class C { #at = at; m() { this.#at(1); } } new C().m();",
	"const f = () => at(1); f();",
	"(() => at(1))();",
	"(function () { at(1); })();",
	"[1].map(at);",
	"`${at(1)}`;",
	"await later(1);",
	"await later (1);",
	"[await later(1)];",
	"const f = async () => { await later(1); }; await f();",
	"/* 😀é */ at(1);",
	"at(1); at(2);\nat(3);\r\nat(4);\u2028at(5);",
];

describe("the calls that V8 places at a position", () => {
	for (const text of calls)
		test(text.replaceAll(/\s+/g, " "), async () => {
			const source = readModule(text, "js", "module");
			assert.deepEqual(source.problems, []);
			const starts = lineStarts(text);
			const seen: number[] = [];
			const { at, At, later } = recorders((site, frame) => {
				const offset = offsetAt(starts, (frame.getLineNumber() ?? 0) - 1, (frame.getColumnNumber() ?? 0) - 1);
				const call = source.calls.get(offset);
				assert.ok(call, `nothing at ${offset}, ${text.slice(offset, offset + 10)}`);
				const isAwait = frame.isAsync?.() === true;
				assert.equal(call.type === "AwaitExpression", isAwait, call.type);
				const [argument] = call.type === "CallExpression" || call.type === "NewExpression" ? call.arguments : [];
				const own = call.type === "TaggedTemplateExpression" ? call.quasi : (argument ?? call);
				// Of several calls the one with this very number.
				if (!/map|call|await/.test(text))
					assert.match(text.slice(own.start, own.end), new RegExp(`^\\W*${site}\\W*$|\\(${site}\\), 2`));
				seen.push(site);
			});
			const o: Record<string, unknown> = { at, At };
			o.o = o;
			await withGlobals({ at, At, later, o, curried: () => at }, () => runText(text, "module"));
			const numbers = text.match(/(?<![\w'])[1-9](?!\w)/g)?.length ?? 0;
			assert.ok(seen.length === numbers || /at\(at/.test(text), `${seen} of ${numbers}`);
		});
});

type Told = (site: number, frame: NodeJS.CallSite & { isAsync?(): boolean }) => void;

/** Functions that tell from where they are called. */
function recorders(tell: Told): {
	at: (...args: unknown[]) => unknown;
	At: unknown;
	later: (site: number) => Promise<void>;
} {
	const frameOf = (isWanted: (frame: NodeJS.CallSite & { isAsync?(): boolean }) => boolean) => {
		const before = Error.prepareStackTrace;
		Error.prepareStackTrace = (_, frames) => frames;
		const frames = new Error().stack as unknown as NodeJS.CallSite[];
		Error.prepareStackTrace = before;
		return frames.find((frame) => frame.getFileName()?.startsWith("data:") === true && isWanted(frame));
	};
	const record = (site: unknown, isWanted = (_: unknown) => true) => {
		const number = Number(Array.isArray(site) ? site[0] : site);
		const frame = frameOf(isWanted as never);
		if (number > 0 && frame !== undefined) tell(number, frame);
	};
	function at(this: unknown, ...args: unknown[]): unknown {
		record(args[0]);
		return this;
	}
	class At {
		o = 1;
		constructor(site: number) {
			record(site);
		}
	}
	const later = async (site: number) => {
		await null;
		record(site, (frame) => (frame as { isAsync?(): boolean }).isAsync?.() === true);
	};
	return { at, At, later };
}

/** Each exports the functions and classes to look for, in a list. */
const definitions = [
	"function f() {}\nexport default [f];",
	"function /* ( */ f /* ) */ (a) {}\nexport default [f];",
	"async function f() {} function* g() {} async function* h() {}\nexport default [f, g, h];",
	"export default [function () {}, function f() {}, function /* ( */ () {}, function(){}];",
	"export default [async function () {}, function* () {}, async function* () {}, function * () {}, async /* f( */ function // (\n() {}];",
	"export default [() => 1, async () => 1, a => a, async a => a, (a, b) => { return a; }, (() => 1)];",
	"const f = (a = () => 1) => a();\nexport default [f];",
	"class C {} class D extends C {}\nexport default [C, D];",
	"export default [class {}, class C {}, class extends Object {}];",
	"class C { constructor() {} } class D { constructor(a) {} m() {} }\nexport default [C, D];",
	"class C { m() {} static s() {} async a() {} *g() {} async *h() {} 'x y'() {} [1 + 1]() {} }\nexport default [C.prototype.m, C.s, C.prototype.a, C.prototype.g, C.prototype.h, C.prototype['x y'], C.prototype[2]];",
	"class C { static f = () => 1; static g = function () {}; static K = class {}; }\nexport default [C.f, C.g, C.K];",
	"const o = { m() {}, async a() {}, *g() {}, 'x y'() {}, [1 + 1]() {}, f: () => 1, k: class {}, 1() {} };\nexport default [o.m, o.a, o.g, o['x y'], o[2], o.f, o.k, o[1]];",
	"const { get } = Object.getOwnPropertyDescriptor({ get a() { return 1; } }, 'a');\nexport default [get];",
	"const { set } = Object.getOwnPropertyDescriptor({ set a(v) {} }, 'a');\nexport default [set];",
	"class C { get /* ( */ a() { return 1; } static async /* ( */ b() {} }\nexport default [Object.getOwnPropertyDescriptor(C.prototype, 'a').get, C.b];",
	"/* 😀 */ function f() {} const g = () => f;\nexport default [f, g];",
	"const f = () => () => () => 1;\nexport default [f, f(), f()()];",
	"function f() { return function g() { return class H {}; }; }\nexport default [f, f(), f()()];",
];

describe("the functions and classes that V8 places at a position", () => {
	for (const text of definitions)
		test(text.replaceAll(/\s+/g, " "), async () => {
			const source = readModule(text, "js", "module");
			assert.deepEqual(source.problems, []);
			const { default: values } = (await runText(text, "module")) as { default: ((...args: never) => unknown)[] };
			for (const value of values) {
				const offset = locate(value, lineStarts(text));
				const node = definitionAt(source, offset);
				assert.ok(node && (isFunctionNode(node) || isClassNode(node)), `${value}`);
				assert.equal(writtenText(source, node), value.toString());
				assert.equal(offsetOfDefinition(source, node), offset, `${value}`);
			}
		});
});

/** A method's text begins with its name. */
function writtenText(source: ModuleSource, node: Node): string {
	const parent = source.parents.get(node);
	const isMethod =
		parent?.type === "MethodDefinition" || (parent?.type === "Property" && (parent.method || parent.kind !== "init"));
	const { start, end } = isMethod ? parent : node;
	return source.text.slice(start, end).replace(/^static /, "");
}

function locate(value: unknown, starts: readonly number[]): number {
	const session = new Session();
	session.connect();
	const holder = globalThis as { located?: unknown };
	holder.located = value;
	try {
		let id: string | undefined;
		session.post("Runtime.evaluate", { expression: "located" }, (_, { result }) => {
			id = result.objectId;
		});
		let offset = -1;
		session.post("Runtime.getProperties", { objectId: id ?? "" }, (_, found) => {
			const { value: at } = found.internalProperties?.find(({ name }) => name === "[[FunctionLocation]]")?.value ?? {};
			offset = offsetAt(starts, at.lineNumber, at.columnNumber);
		});
		return offset;
	} finally {
		delete holder.located;
		session.disconnect();
	}
}
