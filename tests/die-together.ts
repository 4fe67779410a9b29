import { type ChildProcess, spawn } from "node:child_process";

/** Kills a child when this process ends, however that is. */
export function dieTogether(child: ChildProcess): void {
	if (child.pid === undefined) return;
	const forget = afterThisProcess('kill -9 "$1"', String(child.pid));
	// The number of a process that has ended may be given to another one.
	child.once("exit", forget);
}

/**
 * Runs a shell's script when this process has ended: the shell waits for the end of a pipe that only this process holds.
 * `kill -9` runs no handler of Node's.
 *
 * @returns what calls it off.
 */
export function afterThisProcess(script: string, ...args: readonly string[]): () => void {
	const shell = spawn("/bin/sh", ["-c", `read -r _; ${script}`, "sh", ...args], {
		stdio: ["pipe", "ignore", "ignore"],
	});
	shell.stdin.on("error", () => undefined);
	shell.unref();
	return () => shell.kill("SIGKILL");
}
