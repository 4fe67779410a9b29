import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { app, bundlers } from "./bundle.ts";

const FILES = {
	"src/jobs.js": `
		import { task } from "namesake";
		export const send = task((to) => "sent to " + to);
		export const mail = task((to) => "mail to " + to, { name: "send-mail", previously: ["@acme/app/src/old#mail"] });
	`,
	"src/later.js": `
		import { task } from "namesake";
		export const late = task(() => "late", { name: "late" });
	`,
	"src/main.js": `
		import { extractTaskModule, load } from "namesake";
		import { mail, send } from "./jobs.js";
		export const later = () => import("./later.js");
		setTimeout(async () => {
			const told = [mail, send].map((task) => [extractTaskModule(task).name, extractTaskModule(task).loadable]);
			for (const name of ["@acme/app/src/mails#send", "@acme/old/src/mails#send", "send-mail", "@acme/app/src/old#mail", "late", "@acme/app/src/old#late", "none", "@acme/app/src/old#none"])
				told.push(await load(name).then(extractTaskModule, ({ code }) => ({ name: code })).then(({ name }) => name));
			console.log(JSON.stringify(told));
		});
	`,
	"namesake.lock.json": JSON.stringify({
		version: 1,
		names: [
			{
				name: "@acme/app/src/jobs#send",
				kind: "task",
				previous: ["@acme/app/src/mails#send", "@acme/old/src/mails#send"],
			},
			{ name: "late", at: "@acme/app/src/later#late", kind: "task", previous: ["@acme/app/src/old#late"] },
		],
	}),
};

for (const [name, bundle] of Object.entries(bundlers))
	for (const minify of [false, true])
		test(`${name}${minify ? ", minified" : ""}: a bundle has the previous names with it, and names of the user's own`, async () => {
			await using project = await app(FILES);
			await bundle(project, { minify, split: true });
			rmSync(project.at("src"), { recursive: true });
			rmSync(project.at("namesake.lock.json"));
			const sent = "@acme/app/src/jobs#send";
			assert.deepEqual(await project.tell("out/main.js"), [
				["send-mail", true],
				[sent, true],
				...[sent, sent, "send-mail", "send-mail", "late", "late", "INVALID_NAME", "MODULE_NOT_FOUND"],
			]);
		});

test("a lock that can't be used fails the build", async () => {
	await using project = await app({ ...FILES, "namesake.lock.json": "{" });
	await assert.rejects(
		async () => await bundlers["esbuild"]?.(project),
		(error: Error) => error.message.includes("LOCK_INVALID"),
	);
});
