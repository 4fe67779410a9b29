/* Somebody debugs the program: another process over the wire, or a session in this one. Their debugger stays as they have set it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { App } from "../../app.ts";
import { passSetting } from "../../figures.ts";
import { ANSWERS, program } from "./setting.ts";

let p: App;
before(async () => {
	p = await program({
		"src/debugged.js": `
			import { ask } from "./ask.js";
			const answers = await ask();
			export const marked = () => { const here = 1; return here; };
			debugger;
			marked();
			console.log(JSON.stringify(answers));
		`,
		// A client as an editor is one: it speaks the protocol over a socket.
		"src/client.js": `
			import { spawn } from "node:child_process";
			const child = spawn(process.execPath, ["--inspect-brk=127.0.0.1:0", process.argv[2]], { stdio: ["ignore", "pipe", "pipe"] });
			let stdout = "", stderr = "";
			child.stdout.on("data", (data) => { stdout += data });
			const address = await new Promise((resolve) => child.stderr.on("data", (data) => {
				stderr += data;
				const url = /ws:\\S+/.exec(stderr)?.[0];
				if (url) resolve(url);
			}));
			const socket = new WebSocket(address);
			await new Promise((resolve) => { socket.onopen = resolve });
			let id = 0;
			const waiting = new Map();
			const send = (method, params = {}) => new Promise((resolve) => { waiting.set(++id, resolve); socket.send(JSON.stringify({ id, method, params })) });
			const events = [];
			const scripts = new Map();
			socket.onmessage = ({ data }) => {
				const message = JSON.parse(data);
				if (message.id) return waiting.get(message.id)?.(message.result ?? message.error);
				if (message.method === "Debugger.scriptParsed") scripts.set(message.params.scriptId, message.params.url);
				if (message.method === "Debugger.paused") {
					const [frame] = message.params.callFrames;
					events.push(message.params.reason + " " + (frame.functionName || "body") + " " + scripts.get(frame.location.scriptId).split("/").at(-1) + ":" + (frame.location.lineNumber + 1));
					send("Debugger.resume");
				}
			};
			await send("Runtime.enable");
			await send("Debugger.enable");
			await send("Debugger.setPauseOnExceptions", { state: "uncaught" });
			await send("Debugger.setBreakpointByUrl", { lineNumber: 3, columnNumber: 49, urlRegex: ".*/debugged\\\\.js$" });
			await send("Runtime.runIfWaitingForDebugger");
			const timer = setInterval(() => { if (/Waiting for the debugger to disconnect/.test(stderr)) socket.close() }, 20);
			const code = await new Promise((resolve) => child.on("exit", resolve));
			clearInterval(timer);
			const left = stderr.split("\\n").filter((line) => line && !/^Debugger |^For help|^Waiting for the debugger/.test(line));
			console.log(JSON.stringify({ events: events.filter((event) => !event.startsWith("Break on start")), code, stderr: left, answers: JSON.parse(stdout) }));
		`,
		"src/sessions.js": `
			import { Session } from "node:inspector";
			const events = [];
			const session = new Session();
			session.connect();
			session.on("Debugger.paused", ({ params }) => events.push(params.reason));
			const post = (method, params) => { let answer; session.post(method, params, (error, result) => { answer = error ?? result }); return answer };
			post("Debugger.enable");
			post("Runtime.enable");
			post("Profiler.enable");
			post("Profiler.start");
			const set = post("Debugger.setBreakpointByUrl", { lineNumber: 0, urlRegex: ".*/never\\\\.js$" });
			const { ask } = await import("./ask.js");
			const answers = await ask();
			debugger;
			const isOn = post("Debugger.setBreakpointsActive", { active: true });
			const removed = post("Debugger.removeBreakpoint", { breakpointId: set.breakpointId });
			const profile = post("Profiler.stop");
			console.log(JSON.stringify({ events, isOn, removed, isProfiled: profile.profile.nodes.length > 0, answers }));
		`,
		"src/off.js": `
			import { Session } from "node:inspector";
			import { ask } from "./ask.js";
			const answers = await ask();
			// With a debugger on, somebody is asked what a statement is that stops: this session, which has not enabled it, hears nothing.
			const session = new Session();
			session.connect();
			const answer = await new Promise((resolve) => session.post("Debugger.pause", (error) => resolve(error?.message ?? "paused")));
			debugger;
			console.log(JSON.stringify({ answer, answers }));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

test("a client over the wire: its breakpoint and its statement are hit, and nothing else stops", {}, async () => {
	const told = await p.tell("src/client.js", {
		flags: ["--no-warnings", "--experimental-websocket"],
		args: [p.at("src/debugged.js")],
	});
	assert.deepEqual(told, {
		events: ["other body debugged.js:5", "other marked debugged.js:4"],
		code: 0,
		stderr: [],
		answers: ANSWERS,
	});
	passSetting("a debugger over the wire");
});

test("another session in the process: its debugger, breakpoint and profiler stay on", async () => {
	assert.deepEqual(await p.tell("src/sessions.js"), {
		events: ["other"],
		isOn: {},
		removed: {},
		isProfiled: true,
		answers: ANSWERS,
	});
	passSetting("a debugger in the process");
});

test("without one, none is left on: the statement `debugger` stops nobody", async () => {
	const told = (await p.tell("src/off.js")) as { answer: string; answers: object };
	assert.match(told.answer, /not enabled/);
	assert.deepEqual(told.answers, ANSWERS);
	passSetting("no debugger");
});
