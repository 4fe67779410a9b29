import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { dieTogether } from "../die-together.ts";
import { inRepository } from "../repository.ts";
import type { CommandProject } from "./command.ts";

/** What a slow machine gets to see. In CI the spinner is a line. */
const PROGRESS = /^.* (?:loading|proving|reading) \d+ .*\n/gm;

/** What a run of the command printed on a terminal, stdout and stderr in their order. */
export async function onTerminal(
	project: CommandProject,
	args: readonly string[],
	columns: number,
	settings: Readonly<Record<string, string>> = {},
): Promise<string> {
	const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, FORCE_COLOR: ___, NO_COLOR: ____, ...inherited } = env;
	const command = [process.execPath, inRepository("dist/cli/bin.js"), ...args].map((arg) => `'${arg}'`).join(" ");
	const child = spawn("script", ["-qfec", `stty cols ${columns} rows 50; exec ${command}`, "/dev/null"], {
		cwd: project.at(),
		env: { ...inherited, TERM: "xterm-256color", CI: "1", ...settings },
		stdio: ["ignore", "pipe", "inherit"],
	});
	dieTogether(child);
	let text = "";
	child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
		text += chunk;
	});
	await once(child, "close");
	return text.replaceAll("\r\n", "\n").replaceAll(PROGRESS, "");
}

/** Why a test can't run here; in CI nothing is skipped. */
export function missing(...programs: string[]): string | false {
	const absent = programs.filter((name) => !isOnPath(name));
	if (absent.length === 0 && process.platform === "linux") return false;
	const message = `there is no ${absent.join(" and no ") || "script of util-linux"}: apt-get install zsh fish bsdutils`;
	if (env["CI"] !== undefined && env["CI"] !== "") throw new Error(message);
	return message;
}

function isOnPath(name: string): boolean {
	return (env["PATH"] ?? "").split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}
