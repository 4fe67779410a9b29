import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { splitLine } from "../../src/cli/commands/completion/line.ts";
import { app } from "../app.ts";
import { dieTogether } from "../die-together.ts";
import { inRepository } from "../repository.ts";
import { type CommandProject, commandProject } from "./command.ts";
import { missing } from "./pseudo-terminal.ts";

const FILES = {
	"package.json": { name: "@acme/app", type: "module" },
	"src/jobs.js": `import { task } from "namesake";
export const send = task(() => 1);
export const plain = () => 1;
const hidden = () => { function inner() {} };
export class Mailer {}
export const odd = { "a b": task(() => 2), list: [task(() => 3)], "$(touch pwned)": task(() => 4), "it's": task(() => 5), "\`touch pwned\`": 6 };
`,
	"src/text.js": "export const upper = (text) => text;\n",
	"src/broken.js": "export const = 1;\n",
};

const ASK = `
	const command = ${JSON.stringify(pathToFileURL(inRepository("dist", "cli", "bin.js")).href)};
	// A process of the command runs it once.
	for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
	const { write } = process.stdout;
	const answers = [];
	for (const words of JSON.parse(process.argv[2])) {
		let text = "";
		process.stdout.write = (chunk, ...rest) => {
			text += chunk;
			rest.findLast((one) => typeof one === "function")?.();
			return true;
		};
		process.argv = ["node", "namesake", "complete", "--", ...words];
		// Another query is another module, which runs again.
		await import(command + "?" + answers.length);
		answers.push(text);
	}
	process.stdout.write = write;
	console.log(JSON.stringify(answers));
`;

describe("namesake complete", () => {
	const answers = ({ namesake }: CommandProject, ...args: string[]): string[] => {
		const { code, stdout, stderr } = namesake(["complete", ...args]);
		assert.deepEqual([code, stderr], [0, ""]);
		return stdout.split("\n").slice(0, -1);
	};
	const values = (lines: readonly string[]) => lines.map((line) => line.split("\t", 1)[0]);

	/** What is offered for words, asked by one process that runs the command again and again. */
	async function offers(files: Record<string, string | object>, asked: readonly string[][]): Promise<string[][]> {
		await using project = await app({ ...files, "ask.mjs": ASK });
		const told = await project.tell("ask.mjs", { args: [JSON.stringify(asked)] });
		return (told as string[]).map((text) => values(text.split("\n").slice(0, -1)) as string[]);
	}

	it("offers commands, options, values of options, files, and names", async () => {
		const expected: readonly (readonly [words: string[], offered: string[]])[] = [
			[["ex"], ["explain", "execute"]],
			[["help", "wh"], ["where"]],
			[["list", "--j"], ["--json"]],
			[["list", "--root", ""], [":files"]],
			[["list", "sr"], [":files"]],
			[
				["completion", ""],
				["bash", "zsh", "fish"],
			],
			[["worker", "--redis", ""], []],
			[
				["run", "@acme/app/src/t"],
				["@acme/app/src/text#upper", ":files"],
			],
			[["run", "@acme/app/src/text#upper", ""], []],
			[
				["execute", "--resolver", "@acme/app/src/jobs#s"],
				["@acme/app/src/jobs#send", ":files"],
			],
			[["execute", "--resolver=@acme/app/src/jobs#s"], ["--resolver=@acme/app/src/jobs#send"]],
			[
				["where", "src/jobs.js#p"],
				["src/jobs.js#plain", ":files"],
			],
			[["nonsense", ""], []],
			[["check", "--queue", "a", "--f"], ["--fix"]],
			[
				["run", "--", "@acme/app/src/text"],
				["@acme/app/src/text#upper", ":files"],
			],
		];
		const offered = await offers(
			FILES,
			expected.map(([words]) => words),
		);
		assert.deepEqual(
			expected.map(([words], index) => [words, offered[index]]),
			expected,
		);
		await using project = await commandProject(FILES);
		assert.ok(!values(answers(project, "--", "")).includes("complete"));
		assert.match(answers(project, "--", "list", "--j")[0] ?? "", /^--json\tprint one JSON array$/);
	});

	it("offers to run what can be run, and to explain what there is", async () => {
		const commands = ["run", "explain", "where"];
		const [run = [], explain = [], where = []] = await offers(
			FILES,
			commands.map((command) => [command, "@acme/app/src/jobs#"]),
		);
		assert.deepEqual(run.includes("@acme/app/src/jobs#Mailer"), false);
		assert.deepEqual(run.includes("@acme/app/src/jobs#hidden"), false);
		assert.ok(run.includes('@acme/app/src/jobs#odd["a b"]'));
		assert.ok(explain.includes("@acme/app/src/jobs#hidden"));
		assert.ok(where.includes("@acme/app/src/jobs#Mailer"));
	});

	it("offers modules where there are many, and reads none of them", async () => {
		const many = Object.fromEntries(
			Array.from({ length: 30 }, (_, index) => [`src/m${index}.js`, "export const f = () => 1;\n"]),
		);
		const words = ["", "@acme/app/src/m", "@acme/app/src/m29", "@acme/app/src/m2#"];
		const [all = [], modules = [], one, inside] = await offers(
			{ ...many, "package.json": FILES["package.json"] },
			words.map((word) => ["run", word]),
		);
		// With the file that asks.
		assert.equal(all.length, 32);
		assert.ok(modules.includes("@acme/app/src/m7#"));
		assert.deepEqual(one, ["@acme/app/src/m29#f", ":files"]);
		assert.deepEqual(inside, ["@acme/app/src/m2#f", ":files"]);
	});

	it("reads a line as a shell does, as far as it is typed", () => {
		const words = (line: string) => splitLine(line);
		assert.deepEqual(words("namesake run "), { words: ["namesake", "run", ""], quote: undefined });
		assert.deepEqual(words(`n 'a b' "c \\" \\d" e\\ f\\[`), {
			words: ["n", "a b", 'c " \\d', "e f["],
			quote: undefined,
		});
		assert.deepEqual(words(`n 'a["x`), { words: ["n", 'a["x'], quote: "'" });
		assert.deepEqual(words('n "a\\$'), { words: ["n", "a$"], quote: '"' });
		assert.deepEqual(words("n ''"), { words: ["n", ""], quote: undefined });
		assert.deepEqual(words("n '' "), { words: ["n", "", ""], quote: undefined });
		assert.deepEqual(words("\\"), { words: [""], quote: undefined });
	});
});

/** What is typed, and what the command then prints that the shell has completed. */
const TYPED: readonly (readonly [keys: string, printed: string])[] = [
	["namesake where @acme/app/src/jobs#se\t", "src/jobs.js:2:14"],
	["namesake where @acme/app/src/jobs#odd.li\t", "src/jobs.js:6:51"],
	["namesake where '@acme/app/src/jobs#odd[\"a\t", "src/jobs.js:6:22"],
	["namesake where '@acme/app/src/jobs#odd[\"$(\t", "src/jobs.js:6:67"],
	["namesake wher\t@acme/app/src/jobs#pl\t", "src/jobs.js:3:14"],
	["namesake where src/jobs.js#pla\t", "src/jobs.js:3:14"],
];

const SHELLS = {
	bash: { start: "bash --norc --noprofile -i", load: "source <(namesake completion bash)" },
	zsh: { start: "zsh -f -i", load: "autoload -Uz compinit; compinit -D -u; source <(namesake completion zsh)" },
	fish: { start: "fish --no-config -i", load: "namesake completion fish | source" },
};

for (const [shell, { start, load }] of Object.entries(SHELLS))
	describe(`namesake completion ${shell}`, () => {
		it("completes what is typed at a terminal, and runs nothing of it", {
			skip: missing("script", shell),
			timeout: 600_000,
		}, async () => {
			await using project = await commandProject(FILES);
			await using terminal = await openTerminal(start, project);
			await terminal.type(`${load}; echo "rea""dy"\n`, "ready");
			for (const [keys, printed] of TYPED) await terminal.type(`${keys}\n`, printed);
			assert.ok(!existsSync(project.at("pwned")), "a name has been run");
		});
	});

interface Terminal extends AsyncDisposable {
	/** Types, and waits until a line of its own has been printed. */
	type(keys: string, line: string): Promise<void>;
}

async function openTerminal(shell: string, project: CommandProject): Promise<Terminal> {
	const command = project.at("node_modules/.bin/namesake");
	mkdirSync(project.at("node_modules/.bin"), { recursive: true });
	writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${inRepository("dist/cli/bin.js")}" "$@"\n`);
	chmodSync(command, 0o755);
	const home = mkdtempSync(join(tmpdir(), "namesake-home-"));
	const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, FORCE_COLOR: ___, ...inherited } = env;
	const child = spawn("script", ["-qfec", shell, "/dev/null"], {
		cwd: project.at(),
		env: {
			...inherited,
			TERM: "dumb",
			HOME: home,
			XDG_DATA_HOME: home,
			XDG_CONFIG_HOME: home,
			PATH: [project.at("node_modules/.bin"), env["PATH"]].join(delimiter),
		},
	});
	dieTogether(child);
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding("utf8").on("data", (text: string) => {
			output += text;
		});
	return {
		async type(keys, line) {
			output = "";
			child.stdin.write(keys);
			const deadline = Date.now() + 120_000;
			while (!output.split(/[\r\n]+/).includes(line)) {
				assert.ok(Date.now() < deadline, `${JSON.stringify(keys)} does not print ${line}:\n${JSON.stringify(output)}`);
				await sleep(20);
			}
		},
		async [Symbol.asyncDispose]() {
			const exit = once(child, "exit");
			child.stdin.end("exit\nexit\n");
			const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
			await exit;
			clearTimeout(timer);
			// A shell that has been hung up may still write its history.
			rmSync(home, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}
