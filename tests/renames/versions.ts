/** The files of one version of a project. */
export type Files = Readonly<Record<string, string>>;

/** A change that people make to a project, from one version to the next. */
export interface Change {
	/** The row of the table in docs/guide/renaming.md. */
	readonly what: string;
	readonly apply: (files: Files) => Files;
	/** What the jobs of some functions give now that gave something else before, by what they did. */
	readonly results?: Readonly<Record<string, unknown>>;
	/** The functions whose jobs can't be run any more, by what they did, and the code of the reason. */
	readonly lost?: Readonly<Record<string, string>>;
	/** The functions whose jobs run other code, by what they did, and what that code does: the change is taken back, and not locked. */
	readonly swapped?: Readonly<Record<string, string>>;
}

/** The first version: each function tells by its result which one it is. */
export const FIRST: Files = {
	"package.json": JSON.stringify({ name: "@acme/app", type: "module" }),
	"src/mails.js": `import { task } from "namesake";

export const send = task(async (to) => {
	const lines = ["Hello,", "your order is on its way."];
	return { did: "send", letter: [to, ...lines].join(" ") };
});

export const remind = task(async (to) => {
	const days = [7, 14, 28].map((day) => \`\${day} days\`);
	return { did: "remind", letter: \`\${to}: \${days.join(", ")}\` };
});
`,
	"src/news.js": `import { task } from "namesake";

export const publish = task(async (to) => {
	const titles = new Set(["one", "two", "three"]);
	return { did: "publish", count: titles.size, to: to.toUpperCase() };
});
`,
	"src/invoices.js": `import { task } from "namesake";

export default task(async (to) => {
	const sum = [3, 5, 8].reduce((total, price) => total + price * 100, 0);
	return { did: "invoice", to, sum };
});
`,
	"src/steps.js": `import { task } from "namesake";

export const steps = [
	task(async (to) => ({ did: "pack", box: [to, "in", "paper"].join(" ") })),
	task(async (to) => ({ did: "ship", by: to.length > 3 ? "rail" : "road" })),
];
`,
	"src/clean.js": `import { task } from "namesake";

export const clean = task(async (who) => ({ did: "clean", who }), { name: "clean-up" });
`,
	"src/kinds.js": `import { task } from "namesake";

const Kind = { Card: "card", Gift: "gift" };

export const handlers = {
	[Kind.Card]: task(async (to) => ({ did: "card", text: ["Dear", to, "happy birthday"].join(" ") })),
};
`,
	"src/made.js": `import { task } from "namesake";

const make = (did, parts) => task(async (to) => ({ did, parts: [...parts, to].map((part) => part.toUpperCase()) }));

export const made = {};
for (const [key, ...parts] of [["wrap", "paper", "ribbon"]]) made[key] = make(key, parts);
`,
};

export const CHANGES: readonly Change[] = [
	{
		what: "A function is renamed: `send` → `deliver`",
		apply: (files) => edited(files, "src/mails.js", (text) => text.replace("const send =", "const deliver =")),
	},
	{
		what: "A file is moved: `src/mails.js` → `src/post/mails.js`",
		apply: (files) => moved(files, "src/mails.js", "src/post/mails.js"),
	},
	{
		what: "Two functions exchange their names: `deliver` ↔ `remind`",
		apply: (files) =>
			edited(files, "src/post/mails.js", (text) =>
				text
					.replace("const deliver =", "const other =")
					.replace("const remind =", "const deliver =")
					.replace("const other =", "const remind ="),
			),
		swapped: { send: "remind", remind: "send" },
	},
	{
		what: "A function is renamed over another one: `deliver` → `remind`, whose code is removed",
		apply: (files) =>
			edited(files, "src/post/mails.js", (text) =>
				text.replace(/export const remind[\s\S]*?\n\}\);\n/, "").replace("const deliver =", "const remind ="),
			),
		lost: { send: "EXPORT_NOT_FOUND" },
		swapped: { remind: "send" },
	},
	{
		what: "An element is inserted at the front of an array: `steps`",
		apply: (files) =>
			edited(files, "src/steps.js", (text) =>
				text.replace("= [\n", '= [\n\ttask(async (to) => ({ did: "weigh", grams: to.length * 10 })),\n'),
			),
		swapped: { pack: "weigh", ship: "pack" },
	},
	{
		what: "An explicit name (`clean-up`) is handed on to another task",
		apply: (files) =>
			edited(
				files,
				"src/clean.js",
				(text) => `${text.replace(', { name: "clean-up" }', "")}
export const sweep = task(async (who) => ({ did: "sweep", floor: who.length }), { name: "clean-up" });
`,
			),
		swapped: { clean: "sweep" },
	},
	{
		what: "A file is split: `remind` goes to `src/post/reminders.js`",
		apply(files) {
			const [head = "", deliver = "", remind = ""] = (files["src/post/mails.js"] ?? "").split("\n\n");
			return {
				...files,
				"src/post/mails.js": `${head}\n\n${deliver}\n`,
				"src/post/reminders.js": `${head}\n\n${remind}`,
			};
		},
	},
	{
		what: "Two files are merged: `src/post/reminders.js` and `src/news.js` → `src/letters.js`",
		apply(files) {
			const { "src/post/reminders.js": first = "", "src/news.js": second = "", ...others } = files;
			return { ...others, "src/letters.js": `${first}\n${second.split("\n").slice(2).join("\n")}` };
		},
	},
	{
		what: "The package is renamed: `@acme/app` → `@acme/shop`",
		apply: (files) => edited(files, "package.json", (text) => text.replace("@acme/app", "@acme/shop")),
	},
	{
		what: "The sources get another root: `src/` → `source/`",
		apply: (files) =>
			Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(/^src\//, "source/"), text])),
	},
	{
		what: "A default export gets a name: `default` → `invoice`",
		apply: (files) =>
			edited(files, "source/invoices.js", (text) =>
				text.replace("export default task(", "export const invoice = task("),
			),
	},
	{
		what: "A file whose task has an explicit name (`clean-up`) is moved",
		apply: (files) => moved(files, "source/clean.js", "source/night/clean.js"),
	},
	{
		what: "The arguments change: `deliver(to)` → `deliver(to, subject)`",
		apply: (files) =>
			edited(files, "source/post/mails.js", (text) =>
				text.replace("(to)", "(to, subject)").replace("[to, ...lines]", "[to, subject, ...lines]"),
			),
		results: { send: { did: "send", letter: "ada@example.org  Hello, your order is on its way." } },
	},
	{
		what: "A function gets another name and other code: `publish` → `announce`",
		apply: (files) =>
			edited(files, "source/letters.js", (text) =>
				text.replace(/export const publish[\s\S]*$/, () => ANNOUNCE.replace("OPTIONS", "")),
			),
		lost: { publish: "EXPORT_NOT_FOUND" },
	},
	{
		what: "The same, and `previously` in the code",
		apply: (files) =>
			edited(files, "source/letters.js", (text) =>
				text.replace(/export const announce[\s\S]*$/, () =>
					ANNOUNCE.replace("OPTIONS", ', { previously: ["@acme/shop/source/letters#publish"] }'),
				),
			),
	},
	{
		what: "A key of an enum changes, by which a registry has its tasks: `handlers.card` → `handlers.postcard`",
		apply: (files) => edited(files, "source/kinds.js", (text) => text.replace('Card: "card"', 'Card: "postcard"')),
	},
	{
		what: "A registry that a loop fills with what a factory makes is moved: `source/made.js` → `source/gifts/made.js`",
		apply: (files) => moved(files, "source/made.js", "source/gifts/made.js"),
	},
	{
		what: "A function is removed: `remind`",
		apply: (files) =>
			edited(files, "source/letters.js", (text) => text.replace(/export const remind[\s\S]*?\n\}\);\n/, "")),
		lost: { remind: "EXPORT_NOT_FOUND" },
	},
];

const ANNOUNCE = `export const announce = task(async (reader) => {
	if (reader === "") throw new Error("nobody reads it");
	return { did: "announce", reader, at: ["noon", "night"][reader.length % 2] };
}OPTIONS);
`;

function edited(files: Files, path: string, edit: (text: string) => string): Files {
	const before = files[path] ?? "";
	const after = edit(before);
	if (after === before) throw new Error(`${path} has not been changed`);
	return { ...files, [path]: after };
}

function moved(files: Files, from: string, to: string): Files {
	const { [from]: text = "", ...others } = files;
	return { ...others, [to]: text };
}
