/** Projects to measure with: as many modules as are wanted, each like the others, so that growth shows. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { linkPackage } from "../scripts/setup.mjs";
import { work } from "./peers.mjs";

/** Changes with what is written below, so that an older project is made anew. */
const VERSION = 3;

/** Functions, and instances, in one module. */
const PER_MODULE = 10;

/**
 * A package of TypeScript modules, each of which exports ten functions and as many tracked instances.
 * @param {number} modules
 * @returns {string} its folder
 */
export function namingProject(modules) {
	return make(`naming-${modules}`, (write) => {
		write("src/base.ts", BASE);
		for (let index = 0; index < modules; index++) write(pathOf(index), moduleText(index));
		write("src/all.ts", `export const files = ${JSON.stringify(paths(modules))};\n`);
	});
}

/**
 * A package with one TypeScript module, and one CommonJS module, that have as many exports as are wanted.
 * @param {number} exports an even number
 * @returns {string} its folder
 */
export function largeProject(exports) {
	return make(`large-${exports}`, (write) => {
		write("src/base.ts", BASE);
		write(pathOf(0), moduleText(0, exports / 2));
		write("src/all.ts", `export const files = ${JSON.stringify(paths(1))};\n`);
		write(
			"common/module.cjs",
			Array.from(
				{ length: exports },
				(_, at) => `exports.step${at} = function step${at}(order, factor = ${at}) {
	const sum = order.lines.map(({ price, count }) => price * count * factor).reduce((a, b) => a + b, 0);
	return { id: order.id, total: sum, next: () => exports.step${(at * 7) % exports}(order, ${at}) };
};`,
			).join("\n"),
		);
	});
}

/**
 * A package for bundlers: of its modules 5 % export functions, the others types and constants.
 * @param {number} modules
 * @returns {string} its folder
 */
export function bundleProject(modules) {
	return make(`bundle-${modules}`, (write) => {
		write("src/base.ts", BASE);
		for (let index = 0; index < modules; index++)
			write(pathOf(index), index % 20 === 0 ? moduleText(index) : constantsText(index));
		write(
			"src/main.ts",
			`${paths(modules)
				.map((path, index) => `import * as m${index} from "./${path.slice(4)}";\n`)
				.join("")}console.log([${paths(modules).map((_, index) => `m${index}`)}].length);\n`,
		);
	});
}

/** @param {number} modules */
function paths(modules) {
	return Array.from({ length: modules }, (_, index) => pathOf(index));
}

/** @param {number} index */
function pathOf(index) {
	return `src/part-${Math.floor(index / 50)}/module-${index}.ts`;
}

const BASE = `import { TrackedInstance } from "namesake";

export class Item extends TrackedInstance {
	readonly label: string;
	constructor(label: string) {
		super();
		this.label = label;
	}
}
`;

/**
 * @param {number} index
 * @param {number} [count] of functions, and of instances
 */
function moduleText(index, count = PER_MODULE) {
	const functions = Array.from({ length: count }, (_, at) => functionText(index, at)).join("\n");
	const instances = Array.from(
		{ length: count },
		(_, at) => `export const item${at} = new Item("module ${index}, item ${at}");`,
	).join("\n");
	return `import { Item } from "../base.ts";

/** What module ${index} works with. */
export interface Order${index} {
	readonly id: string;
	readonly lines: readonly { readonly article: string; readonly price: number; readonly count: number }[];
	readonly customer?: { readonly name: string; readonly country: "DE" | "FR" | "IT" };
}

const RATES: Readonly<Record<string, number>> = { DE: 0.19, FR: 0.2, IT: 0.22 };

${functions}

${instances}
`;
}

/**
 * @param {number} index
 * @param {number} at
 */
function functionText(index, at) {
	if (at % 3 === 1)
		return `export const price${at} = (order: Order${index}, discount = ${at}): number =>
	order.lines.filter((line) => line.count > ${at}).reduce((sum, line) => sum + line.price * line.count, 0) - discount;`;
	return `/** Step ${at}. */
export ${at % 3 === 2 ? "async " : ""}function step${at}(order: Order${index}, factor = ${at}) {
	const rate = RATES[order.customer?.country ?? "DE"] ?? 0;
	const sum = order.lines.map(({ price, count }) => price * count * factor).reduce((a, b) => a + b, 0);
	if (sum > ${100 * (at + 1)}) {
		return { id: order.id, total: sum * (1 + rate), note: \`more than ${100 * (at + 1)} in \${order.customer?.name ?? "a shop"}\` };
	}
	return { id: order.id, total: sum, note: undefined };
}`;
}

/** @param {number} index */
function constantsText(index) {
	const rows = Array.from({ length: 40 }, (_, at) => `\t{ id: "${index}-${at}", price: ${at * 7}, tags: ["a", "b"] },`);
	return `/** An article of list ${index}. */
export interface Article${index} {
	readonly id: string;
	readonly price: number;
	readonly tags: readonly string[];
}

export const articles${index}: readonly Article${index}[] = [
${rows.join("\n")}
];

export const limit${index} = ${index};
`;
}

/**
 * @param {string} name
 * @param {(write: (path: string, text: string) => void) => void} fill
 */
function make(name, fill) {
	const folder = join(work, "projects", name);
	const stamp = join(folder, "version");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === String(VERSION)) return folder;
	const made = `${folder}.${process.pid}`;
	/** @type {(path: string, text: string) => void} */
	const write = (path, text) => {
		mkdirSync(dirname(join(made, path)), { recursive: true });
		writeFileSync(join(made, path), text);
	};
	write("package.json", JSON.stringify({ name: "@bench/app", type: "module" }));
	write(
		"tsconfig.json",
		JSON.stringify({ compilerOptions: { module: "nodenext", strict: true, allowImportingTsExtensions: true } }),
	);
	fill(write);
	linkPackage(made);
	write("version", String(VERSION));
	rmSync(folder, { recursive: true, force: true });
	renameSync(made, folder);
	return folder;
}
