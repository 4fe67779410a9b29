import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { commandProject } from "./command.ts";
import { missing, onTerminal } from "./pseudo-terminal.ts";

// What people see, in a narrow and in a wide terminal. The texts are whole, so that a change of one is looked at.

const FILES = {
	"package.json": { name: "@acme/app", type: "module" },
	"src/mails.js": `import { task } from "namesake";
export const send = task(async (to) => to);
export { send as sendTheWeeklyLetter };
function hidden() {}
export const queued = () => { const inner = task(() => 1); return inner(); };
`,
	"src/broken.js":
		'throw new Error("no configuration: set CONFIG to the path of a file");\nexport const start = () => 1;\n',
};
const WIDTHS = [50, 100] as const;
const COMMANDS = ["list", "explain", "where", "lock", "check", "run", "execute", "pack", "worker", "completion"];
const skip = missing("script");

describe("on a terminal", { skip, concurrency: 2 }, () => {
	it("help fits 50 and 100 columns, and says the same as in a pipe", async () => {
		await using project = await commandProject(FILES);
		for (const args of [["--help"], ...COMMANDS.map((command) => [command, "--help"])]) {
			const piped = project.namesake(args).stdout;
			for (const width of WIDTHS) {
				const text = await onTerminal(project, args, width);
				for (const line of text.split("\n")) assert.ok(line.length <= width, `${args[0]}: ${line}`);
				assert.equal(wordsOf(text), wordsOf(piped));
			}
		}
	});

	it("help in 50 columns has descriptions below options, and examples that can be pasted", async () => {
		await using project = await commandProject(FILES);
		const text = await onTerminal(project, ["execute", "--help"], 50);
		assert.equal(
			text,
			`Usage: namesake execute [options] [loader-args...]

Loads a task resolver by its location, passes it
the loader arguments, and calls the task that it
returns. Prints the result as \`namesake run\` does.

Arguments:
  loader-args
      the strings that the resolver's
      loaderArgs(task) returned, after --

Options:
  --resolver <location>
      the name of the resolver, or
      namesake#defaultTaskResolver
  --args <json>
      the arguments of the task, as a JSON array
      (default: "[]")
  --root <root>
      package root: auto, . (the working
      directory), or a folder (default:
      $NAMESAKE_PACKAGE_ROOT or auto)
  --allow <package>
      a dependency that names may load, or * for
      all; may be repeated
  -h, --help
      print help

Examples:
  $ namesake execute --resolver \\
      @acme/app/src/resolvers#byQueue -- mails
  $ namesake execute --resolver \\
      namesake#defaultTaskResolver --args \\
      '[1,2]' -- task-module @acme/app/src/math \\
      task-name add
`,
		);
	});

	for (const [args, narrow, wide] of [
		[
			["list"],
			`@acme/app/src/broken#start
   function  yes           src/broken.js:2:14
@acme/app/src/mails#send
   task      yes           src/mails.js:2:14
@acme/app/src/mails#hidden
   function  NOT_EXPORTED  src/mails.js:4:10
@acme/app/src/mails#queued
   function  yes           src/mails.js:5:14
4 names in 2 files, 3 loadable
`,
			`name                        kind      place               loadable
@acme/app/src/broken#start  function  src/broken.js:2:14  yes
@acme/app/src/mails#send    task      src/mails.js:2:14   yes
@acme/app/src/mails#hidden  function  src/mails.js:4:10   NOT_EXPORTED
@acme/app/src/mails#queued  function  src/mails.js:5:14   yes
4 names in 2 files, 3 loadable
`,
		],
		[
			["explain", "@acme/app/src/mails#sendTheWeeklyLetter"],
			`@acme/app/src/mails#send

src/mails.js:2:14
  1 | import { task } from "namesake";
> 2 | export const send = task(async (to) => to);
    |              ^
  3 | export { send as sendTheWeeklyLetter };

kind        task
loadable    yes
module      @acme/app/src/mails
            the package name and the path of the
            source
root        /app
files       src/mails.js
binding     send (const)
exports     queued, send, sendTheWeeklyLetter
candidates  → send: it is declared with this name
            ✗ sendTheWeeklyLetter: another export
              of it; the declared name comes first
`,
			`@acme/app/src/mails#send

src/mails.js:2:14
  1 | import { task } from "namesake";
> 2 | export const send = task(async (to) => to);
    |              ^
  3 | export { send as sendTheWeeklyLetter };

kind        task
loadable    yes
module      @acme/app/src/mails
            the package name and the path of the source
root        /app
files       src/mails.js
binding     send (const)
exports     queued, send, sendTheWeeklyLetter
candidates  → send: it is declared with this name
            ✗ sendTheWeeklyLetter: another export of it; the declared name comes first
`,
		],
		[
			["check"],
			`error[MODULE_FAILED]: the module could not be
  loaded: @acme/app/src/broken
  at src/broken.js
  why: loading it threw Error: no
    configuration: set CONFIG to the path of a
    file
  fix: correct this error in the module

error[NESTED]: the function is inside another
  function: a task in @acme/app/src/mails
  at src/mails.js:5:45
    > 5 | …=> { const inner = task(() => 1); retu…
        |                     ^
  why: each call of the function around it
    creates a new one, so no name leads to it
  fix: create it at the top level of the
    module, and export it
namesake check: 3 names, 2 problems
  1 error[MODULE_FAILED]: the module could not
    be loaded
  1 error[NESTED]: the function is inside
    another function
notice: there is no namesake.lock.json. Run
  \`namesake lock\` and commit the file, so that
  check reports renames
`,
			`error[MODULE_FAILED]: the module could not be loaded: @acme/app/src/broken
  at src/broken.js
  why: loading it threw Error: no configuration: set CONFIG to the path of a file
  fix: correct this error in the module

error[NESTED]: the function is inside another function: a task in @acme/app/src/mails
  at src/mails.js:5:45
      4 | function hidden() {}
    > 5 | export const queued = () => { const inner = task(() => 1); return inner(); };
        |                                             ^
      6 |
  why: each call of the function around it creates a new one, so no name leads to it
  fix: create it at the top level of the module, and export it
namesake check: 3 names, 2 problems
  1 error[MODULE_FAILED]: the module could not be loaded
  1 error[NESTED]: the function is inside another function
notice: there is no namesake.lock.json. Run \`namesake lock\` and commit the file, so that check
  reports renames
`,
		],
		[
			["run", "src/mails.js#snd"],
			`error[EXPORT_NOT_FOUND]: the module has no such
  export: @acme/app/src/mails#snd
  at src/mails.js
  why: the module exports no \`snd\`
  nearest: @acme/app/src/mails#send
  fix: correct the name; after a rename,
    \`namesake check --fix\` records the old name
`,
			`error[EXPORT_NOT_FOUND]: the module has no such export: @acme/app/src/mails#snd
  at src/mails.js
  why: the module exports no \`snd\`
  nearest: @acme/app/src/mails#send
  fix: correct the name; after a rename, \`namesake check --fix\` records the old name
`,
		],
		[
			["run", "src/mails.js#send", "ada"],
			`error: argument 1 is not JSON: Unexpected token
  'a', "ada" is not valid JSON
    ada
    ^
  fix: write a string in double quotes:
    '"ada"'
`,
			`error: argument 1 is not JSON: Unexpected token 'a', "ada" is not valid JSON
    ada
    ^
  fix: write a string in double quotes: '"ada"'
`,
		],
		[
			["worker", "a:b"],
			`error: the name of a BullMQ queue must not be
  empty or contain a colon: "a:b"
`,
			`error: the name of a BullMQ queue must not be empty or contain a colon: "a:b"
`,
		],
		[
			["lst"],
			`error: unknown command 'lst'
(Did you mean list?)
Add --help to see the options.
`,
			`error: unknown command 'lst'
(Did you mean list?)
Add --help to see the options.
`,
		],
	] as const)
		it(`namesake ${args.join(" ")}`, async () => {
			await using project = await commandProject(FILES);
			for (const [width, expected] of [
				[50, narrow],
				[100, wide],
			] as const) {
				const show = async (settings: Record<string, string>) =>
					(await onTerminal(project, args, width, settings)).replaceAll(project.at(), "/app");
				assert.equal(await show({ NO_COLOR: "1" }), expected);
				const coloured = await show({ FORCE_COLOR: "1" });
				assert.notEqual(coloured, expected);
				assert.equal(stripVTControlCharacters(coloured), expected);
			}
		});
});

function wordsOf(text: string): string {
	return text.replaceAll(" \\\n", "\n").split(/\s+/).join(" ");
}
