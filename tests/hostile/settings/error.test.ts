/* What a program or another library has done to `Error`. */
import { instancesAre, testSettings } from "./setting.ts";

const accessor = (get: string, set = "") =>
	`let kept; Object.defineProperty(Error, "stackTraceLimit", { get() { ${get} }, ${set} configurable: true })`;

testSettings("Error.stackTraceLimit", {
	"0": { before: "Error.stackTraceLimit = 0" },
	"1": { before: "Error.stackTraceLimit = 1" },
	"-1": { before: "Error.stackTraceLimit = -1" },
	Infinity: { before: "Error.stackTraceLimit = Infinity" },
	NaN: { before: "Error.stackTraceLimit = NaN" },
	text: { before: "Error.stackTraceLimit = 'many'" },
	"an object that throws": { before: "Error.stackTraceLimit = { valueOf() { throw new Error('no') } }" },
	deleted: { before: "delete Error.stackTraceLimit" },
	accessor: { before: accessor("return kept", "set(value) { kept = value },") },
	"getter that throws": { before: accessor("throw new Error('no')") },
	"read-only": { before: "Object.defineProperty(Error, 'stackTraceLimit', { value: 2, writable: false })" },
	"set to 0 later": { after: "Error.stackTraceLimit = 0" },
	"a flag: --stack-trace-limit=1": { flags: ["--stack-trace-limit=1"] },
	"fixed and read-only later": {
		after: "Object.defineProperty(Error, 'stackTraceLimit', { value: 0, writable: false, configurable: false })",
	},
	"fixed and read-only before: what no frame shows is not guessed": {
		before: "Object.defineProperty(Error, 'stackTraceLimit', { value: 0, writable: false, configurable: false })",
		coded: instancesAre("CANNOT_LOCATE"),
	},
});

testSettings("Error.prepareStackTrace", {
	"of another library": { before: "Error.prepareStackTrace = (error, sites) => sites" },
	throws: { before: "Error.prepareStackTrace = () => { throw new Error('no') }" },
	"throws, and is set later": { after: "Error.prepareStackTrace = () => { throw new Error('no') }" },
	"no function": { before: "Error.prepareStackTrace = 'x'" },
	"a getter that throws": {
		before:
			"Object.defineProperty(Error, 'prepareStackTrace', { get() { throw new Error('no') }, configurable: true })",
	},
	"a setter that throws": {
		before:
			"Object.defineProperty(Error, 'prepareStackTrace', { get() {}, set() { throw new Error('no') }, configurable: true })",
	},
	"counts its calls, and none is ours": {
		before:
			"let calls = 0; Error.prepareStackTrace = (e) => { calls++; return String(e) }; process.on('exit', () => { if (calls > 0) process.exitCode = 9 })",
	},
	"Error.captureStackTrace replaced": {
		before:
			"const capture = Error.captureStackTrace; Error.captureStackTrace = (...args) => capture.apply(Error, args)",
	},
});

testSettings("Error itself", {
	"frozen when everything has loaded": {
		after: "await new Promise((resolve) => setImmediate(resolve)); Object.freeze(Error)",
	},
	"frozen before": { before: "Object.freeze(Error)", coded: instancesAre("CANNOT_LOCATE") },
	"--frozen-intrinsics": { flags: ["--frozen-intrinsics"], coded: instancesAre("CANNOT_LOCATE") },
	"replaced by a subclass": { before: "globalThis.Error = class Error extends globalThis.Error {}" },
	"replaced by a proxy": { before: "globalThis.Error = new Proxy(Error, {})" },
	"replaced by what has nothing of it": {
		before:
			"const { Error } = globalThis; globalThis.Error = function (message) { return new Error(message) }; globalThis.Error.prototype = Error.prototype",
	},
	"replaced later": { after: "globalThis.Error = class Error extends globalThis.Error {}" },
	"without captureStackTrace": { before: "delete Error.captureStackTrace", coded: instancesAre("CANNOT_LOCATE") },
});
