/**
 * `npm start`: sets up, then does the main job on examples/: lists the names there and runs some, each in a fresh process, and
 * some on threads.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { execPath } from "node:process";
import { ensureBuilt, ensureInstalled, linkPackage, main, root } from "./setup.mjs";

/** What is run in examples/, as arguments of `namesake`. */
const COMMANDS = [
	["list"],
	["run", "@acme/shop/src/pricing#quote", '"A-1"'],
	["run", "@acme/shop/src/pricing#rates.FR", "300"],
	["run", "@acme/shop/src/receipt#euros", "1892"],
	["run", "@acme/shop/src/tasks#sendReceipt", '"A-1"'],
	["run", "src/tasks.ts#reminders.first", '"B-2"'],
	["execute", "--resolver", "@acme/shop/src/topics#topics", "--args", '["B-2"]', "--", "order.late"],
	["execute", "--resolver", "@acme/shop/src/reports#reports", "--", "1"],
	["explain", "src/outboxes.ts:4"],
];

/** What is run in examples/thumbnails/, as arguments of `node`. */
const PROGRAMS = [
	["--import", "tsx", "src/make-images.ts", "6"],
	["--import", "tsx", "src/on-threads.ts"],
];

const examples = join(root, "examples");
const thumbnails = join(examples, "thumbnails");
const command = join(root, "dist", "cli", "bin.js");

main(() => {
	ensureInstalled();
	ensureBuilt();
	linkPackage(examples);
	for (const args of COMMANDS) {
		console.log(`\n$ namesake ${args.map(quote).join(" ")}`);
		const { status } = spawnSync(execPath, [command, ...args], {
			cwd: examples,
			stdio: ["ignore", "inherit", "inherit"],
		});
		if (status !== 0) throw new Error(`namesake ${args[0]} ended with exit code ${status}`);
	}
	for (const args of PROGRAMS) {
		console.log(`\n$ node ${args.map(quote).join(" ")}`);
		const { status } = spawnSync(execPath, args, { cwd: thumbnails, stdio: ["ignore", "inherit", "inherit"] });
		if (status !== 0) throw new Error(`${args[2]} ended with exit code ${status}`);
	}
});

/** @param {string} arg */
function quote(arg) {
	return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}
