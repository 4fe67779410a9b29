import { mayRunAfterLoad } from "./after-load.ts";
import { isRequired } from "./common-js.ts";
import { assignmentsToExports } from "./flow.ts";
import { holderOf, outermostFunction } from "./load-run.ts";
import { memberPathOf } from "./member-paths.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import { isFunctionNode, type Node, statementOf, unwrap } from "./node.ts";
import { functionAround } from "./syntax.ts";

/*
 * What the text says of a value that is put into an object while the module loads, where no assignment shows its path: `register("push", task(…))`,
 * `routes.get("/", handler)`, `Object.fromEntries(names.map((name) => [name, …]))`.
 */

/** The export whose members are asked for. */
export interface Root {
	/** The path from the module. */
	readonly path: readonly string[];
	/** The variable that the export shows; undefined if it shows none. */
	readonly variable: string | undefined;
	/** Is there another member, beside one on the path, that has this key? */
	readonly isOther: (key: string) => boolean;
}

export interface Place {
	readonly node: Node;
	/** The key of the value in what is mentioned there. */
	readonly key: string | undefined;
}

export type Call = Node & { type: "CallExpression" | "NewExpression" };

export function nodesNear(module: ModuleSource, { path: [name = ""], variable }: Root): readonly Node[] | undefined {
	if (module.exports.isModule) return variable === undefined ? undefined : near.of(module, variable);
	return [...near.of(module, `exports.${name}`), ...(variable === undefined ? [] : near.of(module, variable))];
}

/** Where a variable is declared and mentioned, and where functions, classes and objects are that mention it; `exports.x` is an export of CommonJS. */
const near = new ModuleCache((module: ModuleSource, root: string): readonly Node[] => {
	const found: Node[] = [];
	const [isExport, name = root] = /^exports\.(.*)$/s.exec(root) ?? [];
	const names = new Set<string>();
	const add = (mention: Node) => {
		found.push(mention);
		const around = outermostFunction(module, mention);
		const holder = around === undefined ? aliasAround(module, mention) : holderOf(module, around);
		if (holder !== undefined && holder !== "called") names.add(holder);
	};
	if (isExport === undefined) names.add(name);
	else {
		for (const mention of referencesTo(module, "exports"))
			if (reaches(memberPathOf(module, mention).path[0], name)) add(mention);
		for (const mention of referencesTo(module, "module"))
			if (reaches(memberPathOf(module, mention).path[1], name)) add(mention);
		for (const node of module.parents.keys())
			if (node.type === "ThisExpression" && functionAround(module, node) === undefined) found.push(node);
		for (const { right } of assignmentsToExports(module)) {
			const value = unwrap(right);
			const inner = value.type === "CallExpression" ? value.arguments[0] : value;
			if (inner?.type === "Identifier") names.add(inner.name);
		}
	}
	for (const variable of names) {
		for (const declaration of module.bindings.get(variable)?.declarations ?? []) {
			found.push(declaration);
			// `const D = class {}; const C = D`
			if (declaration.type === "VariableDeclarator" && declaration.init?.type === "Identifier")
				names.add(declaration.init.name);
			if (variable !== root || declaration.type !== "VariableDeclarator" || declaration.id.type === "Identifier")
				continue;
			// `const { items, add } = makeRegistry()`
			for (const [other, binding] of module.bindings) if (binding.declarations.includes(declaration)) names.add(other);
		}
		for (const mention of referencesTo(module, variable)) add(mention);
	}
	return [...found, ...readBeside(module, found)];
});

/** `Object.fromEntries(entries)`, `for (const [key, job] of jobs) all[key] = job`: where the containers are filled that the statements read. */
function readBeside(module: ModuleSource, nodes: readonly Node[]): readonly Node[] {
	const runsAtLoad = (node: Node) => !mayRunAfterLoad(module, node);
	const statements = new Set(nodes.filter(runsAtLoad).map((node) => declarationAround(module, node)));
	const found: Node[] = [];
	for (const [name, { declarations }] of module.bindings) {
		if (!declarations.some((declaration) => isContainer(module, declaration))) continue;
		const mentions = referencesTo(module, name);
		const isRead = mentions.some(
			(mention) => runsAtLoad(mention) && statements.has(declarationAround(module, mention)),
		);
		if (isRead) found.push(...declarations, ...mentions);
	}
	return found;
}

function isContainer(module: ModuleSource, declaration: Node): boolean {
	if (declaration.type !== "VariableDeclarator" || declaration.init === null) return false;
	const value = unwrap(declaration.init);
	return /^(?:Array|Object|New|Call)Expression$/.test(value.type) && !isRequired(module, value);
}

/** Is the first member that is read from the exports the one that is asked for, or not known? */
function reaches(key: string | undefined, name: string): boolean {
	return key === undefined || key === name;
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

/** The declaration of one variable of the module, or the statement. */
export function declarationAround(module: ModuleSource, node: Node): Node {
	const statement = statementOf(module, node);
	const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
	for (let above: Node | undefined = node; above !== undefined; above = module.parents.get(above))
		if (above.type === "VariableDeclarator" && module.parents.get(above) === declaration) return above;
	return statement;
}
