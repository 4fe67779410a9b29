/* What the process does to the world, seen from outside: what it opens to write, and whom it calls. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { runNode, WITHOUT_COVERAGE } from "../../app.ts";
import { passSetting } from "../../figures.ts";
import { inRepository } from "../../repository.ts";
import { ANSWERS, program } from "./setting.ts";

const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
const BECOME_NOBODY = "process.setgid(65534); process.setuid(65534);";
const CALLS =
	"open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,utimensat,mknod,mknodat,socket,connect,bind";
/** What Node itself does, with and without the library: pipes of its own, devices. */
const changes = (log: string) =>
	log
		.split("\n")
		.filter((line) =>
			/\b(?:O_WRONLY|O_RDWR|O_CREAT)\b|^\d*\s*(?:creat|rename|unlink|mkdir|rmdir|link|symlink|truncate|chmod|chown|utimens|mknod|socket|connect|bind)/.test(
				line,
			),
		)
		.filter((line) => !/"\/dev\/(?:null|tty|pts)|"\/proc\//.test(line));

test("no file is written, made or removed, and no connection is opened", {
	skip: canTrace ? false : "strace is not usable here",
}, async () => {
	await using p = await program();
	const log = p.at("strace.log");
	const args = ["-f", "-o", log, "-e", `trace=${CALLS}`, process.execPath, p.at("src/main.js"), "", "", "ask"];
	const env = { ...process.env, ...WITHOUT_COVERAGE };
	const { status, stdout, stderr } = spawnSync("strace", args, { cwd: p.at(), env, encoding: "utf8" });
	assert.equal(status, 0, stderr);
	assert.deepEqual(JSON.parse(stdout).answers, ANSWERS);
	assert.match(readFileSync(log, "utf8"), /m\.js/);
	assert.deepEqual(changes(readFileSync(log, "utf8")), []);
	passSetting("traced from outside");
});

test("a read-only file system, as somebody who may write nothing", { skip: cannotBecomeNobody() }, async () => {
	await using p = await program();
	await chmod(p.at(), 0o555);
	await chmod(join(p.at(), "src"), 0o555);
	const command = [process.execPath, p.at("src/main.js"), "", "", "ask"];
	const drop = `${BECOME_NOBODY} process.argv.splice(1, 1); const { execFileSync } = require('node:child_process'); process.stdout.write(execFileSync(process.argv[1], process.argv.slice(2)))`;
	const { stdout, stderr, code } = await runNode(["-e", drop, "x", ...command], { cwd: "/", env: WITHOUT_COVERAGE });
	assert.equal(stderr, "");
	assert.equal(code, 0);
	assert.deepEqual(JSON.parse(stdout).answers, ANSWERS);
	passSetting("a user who may not write");
});

/** The program imports the library from the repository, which may lie in a folder that only root may enter. */
function cannotBecomeNobody(): string | false {
	if (process.getuid?.() !== 0) return "only root can become somebody else";
	const read = `${BECOME_NOBODY} require("node:fs").readFileSync(process.argv[1])`;
	const { status } = spawnSync(process.execPath, ["-e", read, inRepository("package.json")], { cwd: "/" });
	return status === 0 ? false : "another user may not read this repository";
}
