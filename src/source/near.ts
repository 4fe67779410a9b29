import { mayRunAfterLoad } from "./after-load.ts";
import { isModuleReference, isWrite } from "./bindings.ts";
import { isRequired } from "./common-js.ts";
import { emittedExports, keptName } from "./emitted/emitted.ts";
import { assignmentsToExports, indexesOf, memberKey, memberOfThis } from "./flow.ts";
import { holderOf, outermostFunction } from "./load-run.ts";
import { memberPathOf } from "./member-paths.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
import { declarationAround, type Root } from "./place.ts";
import { isLeak, isReadingCall } from "./reads.ts";
import { functionAround } from "./syntax.ts";

/* Where in the text something may be put into a variable or an export. */

export function nodesNear(module: ModuleSource, { path, variable }: Root): readonly Node[] | undefined {
	const [name = ""] = path;
	const depth = path.length - 1;
	const ofVariable = variable === undefined ? undefined : near.of(module, `data ${depth} ${variable}`);
	return module.exports.isModule ? ofVariable : [...near.of(module, `exports ${depth} ${name}`), ...(ofVariable ?? [])];
}

/**
 * Where a variable is declared, and mentioned so that something may be put into it, and where functions, classes and objects are that do so. The variable
 * comes after the number of keys to the value; `exports 1 x` is an export of CommonJS.
 */
const near = new ModuleCache((module: ModuleSource, root: string): readonly Node[] => {
	const found: Node[] = [];
	const [, kind, keys, name = ""] = /^(\w+) (\d+) (.*)$/s.exec(root) ?? [];
	const depth = Number(keys);
	const names = new Names();
	/** @param rest the members from the expression to the object. */
	const add = (mention: Node, rest: Path = []) => {
		const part = partOf(module, mention);
		if (part !== undefined && part.variable !== name) {
			names.add({ ...part, path: [...part.path, ...rest].slice(0, MAX_PATH) });
			return;
		}
		found.push(mention);
		const around = outermostFunction(module, mention);
		const alias = around === undefined ? aliasAround(module, mention) : undefined;
		const holder = around === undefined ? undefined : holderOf(module, around);
		if (alias !== undefined) names.add({ variable: alias, path: [] });
		if (holder !== undefined && holder !== "called") names.add({ variable: holder, path: undefined });
	};
	if (kind === "data") names.add({ variable: name, path: [] });
	else {
		for (const mention of referencesTo(module, "exports"))
			if (reaches(memberPathOf(module, mention).path[0], name)) add(mention);
		for (const mention of referencesTo(module, "module"))
			if (reaches(memberPathOf(module, mention).path[1], name)) add(mention);
		for (const node of module.parents.keys())
			if (node.type === "ThisExpression" && isThisOfModule(module, node)) found.push(node);
		for (const { right } of assignmentsToExports(module)) {
			const value = unwrap(right);
			const inner = value.type === "CallExpression" ? value.arguments[0] : value;
			if (inner?.type === "Identifier") names.add({ variable: inner.name, path: [] });
		}
	}
	for (const { variable, path } of names) {
		for (const declaration of module.bindings.get(variable)?.declarations ?? []) {
			if (path !== undefined && path.length > 0) continue;
			found.push(declaration);
			// `const D = class {}; const C = D`
			if (declaration.type === "VariableDeclarator" && declaration.init?.type === "Identifier")
				names.add({ variable: declaration.init.name, path: [] });
			if (variable !== name || declaration.type !== "VariableDeclarator" || declaration.id.type === "Identifier")
				continue;
			// `const { items, add } = makeRegistry()`
			for (const [other, binding] of module.bindings)
				if (binding.declarations.includes(declaration)) names.add({ variable: other, path: [] });
		}
		for (const mention of referencesTo(module, variable)) {
			const { node, path: read } = memberPathOf(module, mention);
			if (path === undefined) add(mention);
			else if (depth === 0 || !isOnlyRead(module, variable, mention, depth + path.length)) {
				// What is written there is another object.
				const isReplaced = path.length > 0 && read.length <= path.length && isWrite(module, node);
				if (isTowards(read, path) && !isReplaced) add(mention, path.slice(read.length));
			}
		}
	}
	return [...found, ...readBeside(module, found, depth)];
});

/** The `this` of a static block is the class. */
function isThisOfModule(module: ModuleSource, node: Node): boolean {
	return functionAround(module, node) === undefined && memberOfThis(module, node) === undefined;
}

type Path = readonly (string | undefined)[];

interface Part {
	readonly variable: string;
	/** Its member that is the object that is asked for, or a part of it; undefined of a function or class that has it within reach. */
	readonly path: Path | undefined;
}

/** Of `all.self = all` there are members without end. */
const MAX_PATH = 4;

/** Each once; more may be added while they are gone through. */
class Names {
	readonly #known = new Map<string, Part>();

	add(part: Part): void {
		const key = JSON.stringify([part.variable, part.path?.map((step) => step ?? null)]);
		if (!this.#known.has(key)) this.#known.set(key, part);
	}

	[Symbol.iterator](): IterableIterator<Part> {
		return this.#known.values();
	}
}

/**
 * Which member of another variable the mention becomes: `all.jobs = jobs`, `const all = { jobs, more() {} }`. Nothing else of `all` is put into `jobs` by that.
 */
function partOf(module: ModuleSource, mention: Node): (Part & { readonly path: Path }) | undefined {
	const path: (string | undefined)[] = [];
	let { node } = memberPathOf(module, mention);
	for (let above = module.parents.get(node); above !== undefined; above = module.parents.get(node)) {
		switch (above.type) {
			case "ArrayExpression":
				path.unshift(indexesOf(above).get(node)?.toString());
				break;
			case "ObjectExpression":
				// Of a copy, what the members hold is the same.
				if (node.type === "SpreadElement") path.unshift(undefined);
				break;
			case "SpreadElement":
				break;
			case "Property":
				if (above.value !== node || module.parents.get(above)?.type !== "ObjectExpression") return undefined;
				path.unshift(staticKey(above));
				break;
			case "VariableDeclarator":
				return above.init === node && above.id.type === "Identifier" && path.length > 0
					? { variable: above.id.name, path }
					: undefined;
			case "AssignmentExpression": {
				const target = unwrap(above.left);
				if (above.right !== node || above.operator !== "=" || target.type !== "MemberExpression") return undefined;
				let holder: Node = target;
				while (holder.type === "MemberExpression") {
					path.unshift(memberKey(holder));
					holder = unwrap(holder.object);
				}
				if (holder.type !== "Identifier" || !module.bindings.has(holder.name)) return undefined;
				return isModuleReference(module, holder) ? { variable: holder.name, path } : undefined;
			}
			default:
				if (!isTransparent(above)) return undefined;
		}
		node = above;
	}
	return undefined;
}

/** `copy = { ...jobs }` and `jobs.map(…)` put nothing into `jobs`. */
function isOnlyRead(module: ModuleSource, variable: string, mention: Node, depth: number): boolean {
	const path = memberPathOf(module, mention);
	const above = module.parents.get(path.node);
	if (above?.type === "CallExpression" && above.callee === path.node && path.path.length > 0)
		return isReadingCall(above, path.path.at(-1));
	// `class D extends C { static { super.prototype.send = … } }`
	if (above !== undefined && isClassNode(above)) return false;
	return !isWrite(module, path.node) && !isLeak(module, variable, path, depth);
}

/** `Object.fromEntries(entries)`, `for (const [key, job] of jobs) all[key] = job`: where the containers are filled that the statements read. */
function readBeside(module: ModuleSource, nodes: readonly Node[], depth: number): readonly Node[] {
	const runsAtLoad = (node: Node) => !mayRunAfterLoad(module, node);
	const statements = new Set(
		nodes
			.filter(runsAtLoad)
			.map((node) => declarationAround(module, node))
			// `__export(exports, { jobs: () => jobs })` reads every export, and puts it into no other.
			.filter((node) => node.type !== "ExpressionStatement" || emittedExports(module, node.expression).length === 0),
	);
	const found: Node[] = [];
	for (const [name, { declarations }] of module.bindings) {
		if (!declarations.some((declaration) => isContainer(module, declaration))) continue;
		const mentions = referencesTo(module, name);
		const isRead = mentions.some(
			(mention) =>
				runsAtLoad(mention) &&
				statements.has(declarationAround(module, mention)) &&
				!isWrite(module, memberPathOf(module, mention).node),
		);
		if (isRead)
			found.push(
				...declarations,
				...mentions.filter((mention) => !isOnlyRead(module, name, mention, Math.max(1, depth))),
			);
	}
	return found;
}

function isContainer(module: ModuleSource, declaration: Node): boolean {
	if (declaration.type !== "VariableDeclarator" || declaration.init === null) return false;
	const value = unwrap(declaration.init);
	if (keptName(value) !== undefined) return false;
	return /^(?:Array|Object|New|Call)Expression$/.test(value.type) && !isRequired(module, value);
}

/** Is the first member that is read from the exports the one that is asked for, or not known? */
function reaches(key: string | undefined, name: string): boolean {
	return key === undefined || key === name;
}

function isTowards(path: Path, towards: Path): boolean {
	return towards.every((key, at) => path[at] === undefined || key === undefined || path[at] === key);
}

/** `const alias = jobs`, `const jobs = exports.jobs = {}`, `const both = new Proxy(jobs, {})` */
function aliasAround(module: ModuleSource, mention: Node): string | undefined {
	for (
		let above = module.parents.get(mention);
		above !== undefined && above !== module.body;
		above = module.parents.get(above)
	) {
		if (isFunctionNode(above)) return undefined;
		if (above.type === "VariableDeclarator") return above.id.type === "Identifier" ? above.id.name : undefined;
	}
	return undefined;
}
