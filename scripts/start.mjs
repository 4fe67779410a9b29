/**
 * `npm start`: sets up, then does the main job on examples/: lists the names there and runs some, each in a fresh process, and some on threads.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { execPath } from "node:process";
import { ensureBuilt, ensureInstalled, linkPackage, main, root } from "./setup.mjs";

/** As a shell would take them; no argument has a space in it. */
const COMMANDS = [
	"namesake list",
	"namesake run @acme/shop/src/pricing#quote '\"A-1\"'",
	"namesake run @acme/shop/src/pricing#rates.FR 300",
	"namesake run @acme/shop/src/receipt#euros 1892",
	"namesake run @acme/shop/src/tasks#sendReceipt '\"A-1\"'",
	"namesake run src/tasks.ts#reminders.first '\"B-2\"'",
	"namesake execute --resolver @acme/shop/src/topics#topics --args '[\"B-2\"]' -- order.late",
	"namesake execute --resolver @acme/shop/src/reports#reports -- 1",
	"namesake explain src/outboxes.ts:4",
];
const PROGRAMS = ["node --import tsx src/make-images.ts 6", "node --import tsx src/on-threads.ts"];

main(() => {
	ensureInstalled();
	ensureBuilt();
	const examples = join(root, "examples");
	linkPackage(examples);
	for (const command of COMMANDS) run(command, examples, [join(root, "dist", "cli", "bin.js")]);
	for (const command of PROGRAMS) run(command, join(examples, "thumbnails"), []);
});

/**
 * @param {string} command
 * @param {string} cwd
 * @param {string[]} program
 */
function run(command, cwd, program) {
	console.log(`\n$ ${command}`);
	const args = command
		.split(" ")
		.slice(1)
		.map((arg) => arg.replaceAll("'", ""));
	const { status } = spawnSync(execPath, [...program, ...args], { cwd, stdio: ["ignore", "inherit", "inherit"] });
	if (status !== 0) throw new Error(`${command} ended with exit code ${status}`);
}
