/**
 * `npm start`: sets up, then does the main job on examples/: lists the names there and runs some, each in a fresh process, and some on threads.
 */
import { join } from "node:path";
import { ensureBuilt, linkPackage, root, runNode } from "./setup.mjs";

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
	"namesake execute --resolver @acme/shop/src/queries#sql --args [1] -- @acme/shop/src/queries#largest",
	"namesake explain src/outboxes.ts:4",
	"node --import tsx src/make-images.ts 6",
	"node --import tsx src/on-threads.ts",
];

ensureBuilt();
const examples = join(root, "examples");
linkPackage(examples);
for (const command of COMMANDS) {
	console.log(`\n$ ${command}`);
	const [program, ...args] = command.replaceAll("'", "").split(" ");
	const isOurs = program === "namesake";
	const cwd = isOurs ? examples : join(examples, "thumbnails");
	if (!runNode(isOurs ? [join(root, "dist", "cli", "bin.js"), ...args] : args, { cwd }))
		throw new Error(`${command} failed`);
}
