import { functionOf, isRunOnce, mayBeKept, mayRunAfterLoad, outOfWrappers, usesOf } from "./after-load.ts";
import { isModuleReference, isWrite, statementsOf } from "./bindings.ts";
import { commonJsExports, isRequired } from "./common-js.ts";
import { keptName } from "./emitted/emitted.ts";
import { assignmentsToExports, isExportTarget, isModuleExports, memberKey } from "./flow.ts";
import { holderOf, mayRunAtLoad, outermostFunction, runsItsArguments } from "./load-run.ts";
import { memberPathOf, membersTowards } from "./member-paths.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "./module-source.ts";
import { isFunctionNode, type Node, statementOf, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
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

/**
 * The places at which the module itself, while it loads and not later, has a value in its hands: where it is made, and where the variable that holds it is
 * mentioned.
 *
 * @param local the path from the variable, if there is one.
 * @param root the variable whose members are asked for: only places from which that can be reached count.
 */
export function placesOf(
	module: ModuleSource,
	made: Node,
	local: readonly string[] | undefined,
	root: Root,
): readonly Place[] {
	const [variable, ...keys] = local ?? [];
	const mentions =
		variable === undefined || variable === root.variable || writesTo(module, variable).length > 1
			? []
			: referencesTo(module, variable).filter((mention) => !isWrite(module, mention));
	const places = [
		...[made, ...localMentions(module, made)].map((node) => ({ node, key: undefined })),
		...mentions.map((node) => ({ node, key: keys.at(-1) })),
	];
	return places.filter(
		({ node }) => !mayRunAfterLoad(module, node) && isBeside(module, node, root) && isTowards(module, node, root),
	);
}

/** The mentions of a variable of a function or block that holds a value: `const send = …; return { send }`. */
function localMentions(module: ModuleSource, made: Node): readonly Node[] {
	const isDeclared = made.type === "FunctionDeclaration" || made.type === "ClassDeclaration";
	const declaration = isDeclared ? made : outOfWrappers(module, made).above;
	if (!isDeclared && declaration?.type !== "VariableDeclarator") return [];
	const { id } = declaration as Node & { id: Node | null };
	if (id?.type !== "Identifier" || module.bindings.get(id.name)?.declarations.includes(declaration as Node) === true)
		return [];
	const around = functionAround(module, made);
	return (module.mentions.get(id.name) ?? []).filter(
		(mention) =>
			mention !== id && !isModuleReference(module, mention as never) && functionAround(module, mention) === around,
	);
}

/** Is an export within reach where a place is: in the same declaration or statement, or in a function that this calls? */
function isBeside(module: ModuleSource, place: Node, root: Root): boolean {
	const near = nodesNear(module, root);
	if (near === undefined) return true;
	const isIn = ({ start, end }: Node) => near.some((node) => start <= node.start && node.start < end);
	if (isIn(declarationAround(module, place))) return true;
	const outermost = outermostFunction(module, place);
	const holder = outermost === undefined ? undefined : holderOf(module, outermost);
	if (holder === undefined || holder === "called") return false;
	return referencesTo(module, holder).some(
		(mention) => outermostFunction(module, mention) === undefined && isIn(declarationAround(module, mention)),
	);
}

/** Not where the text puts the value, or the object that will hold it, under another key: `{ users: makeRepo() }` for `api.posts.find`. */
function isTowards(module: ModuleSource, place: Node, root: Root): boolean {
	let child = place;
	let isOther = false;
	for (let above = module.parents.get(place); above !== undefined && above !== module.body; ) {
		if (isFunctionNode(above) || above.type === "VariableDeclarator") return !isOther;
		// What is handed to a call may get another key: `define({ value: send })`.
		if (above.type === "CallExpression" || above.type === "NewExpression")
			if (above.callee !== child && keptName(above) === undefined) return true;
		const key = keyOf(module, above, child);
		if (key !== undefined && !root.path.includes(key) && root.isOther(key)) isOther = true;
		child = above;
		above = module.parents.get(above);
	}
	return !isOther;
}

/** The declaration of one variable, or the statement. */
function declarationAround(module: ModuleSource, node: Node): Node {
	for (let above: Node | undefined = node; above !== undefined; above = module.parents.get(above))
		if (above.type === "VariableDeclarator" && functionAround(module, above) === undefined) return above;
	return statementOf(module, node);
}

function nodesNear(module: ModuleSource, { path: [name = ""], variable }: Root): readonly Node[] | undefined {
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
			if (variable !== root || declaration.type !== "VariableDeclarator" || declaration.id.type === "Identifier")
				continue;
			// `const { items, add } = makeRegistry()`
			for (const [other, binding] of module.bindings) if (binding.declarations.includes(declaration)) names.add(other);
		}
		for (const mention of referencesTo(module, variable)) add(mention);
	}
	return found;
});

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

/** Do the keys and texts that stand beside a value in the text include a key, and does none that comes after it put something else there? */
export function isKeyedBy(module: ModuleSource, place: Place, key: string, root: Root): boolean {
	if (place.key !== undefined) return place.key === key;
	return keysAround(module, place.node).some(
		({ texts, call }) =>
			texts.includes(key) &&
			(call === undefined || (writesAtOnce(module, call, root) && !isCalledAgain(module, call, key))),
	);
}

/** Does a function of the module have a variable within reach while it runs, and not in a function that it gives back? */
function writesAtOnce(module: ModuleSource, call: Call, root: Root): boolean {
	const fn = functionOf(module, unwrap(call.callee));
	const nodes = nodesNear(module, root);
	if (fn === undefined || nodes === undefined) return true;
	return nodes.some((node) => {
		if (node.start < fn.start || node.end > fn.end) return false;
		let around = functionAround(module, node);
		for (; around !== undefined && around !== fn; around = functionAround(module, around))
			if (mayBeKept.of(module, around)) return false;
		return around === fn;
	});
}

type Call = Node & { type: "CallExpression" | "NewExpression" };

interface Keys {
	readonly texts: readonly string[];
	/** The call, if they are among its arguments. */
	readonly call: Call | undefined;
}

function keysAround(module: ModuleSource, place: Node): readonly Keys[] {
	const found: Keys[] = [];
	const seen = new Set<Node>();
	let child = place;
	for (let above = module.parents.get(place); above !== undefined && above !== module.body; ) {
		const own = keyOf(module, above, child);
		if (own !== undefined) found.push({ texts: [own], call: undefined });
		else if (
			keptName(above) === undefined &&
			(above.type === "CallExpression" || above.type === "NewExpression") &&
			above.callee !== child
		) {
			if (isBinding(above.callee)) return found;
			found.push({ texts: above.arguments.flatMap((other) => textsIn(module, other, child)), call: above });
		}
		if (above.type === "AssignmentExpression" && above.right === child)
			found.push({ texts: targetsIn(above.left), call: undefined });
		// What a function gives that is called at one place only goes where the call stands.
		const [use, another] = isFunctionNode(above) ? (usesOf(module, above) ?? []) : [];
		if (isFunctionNode(above) && (use === undefined || another !== undefined || seen.has(above))) return found;
		seen.add(above);
		child = use ?? above;
		above = module.parents.get(child);
	}
	return found;
}

/** `register.bind(null, "push", send)` runs later. */
function isBinding(callee: Node): boolean {
	return callee.type === "MemberExpression" && memberKey(callee) === "bind";
}

/** The key of `{ key: value }`, `owner.key = value`, of a field or method. */
function keyOf(module: ModuleSource, node: Node, value: Node): string | undefined {
	switch (node.type) {
		case "Property":
		case "PropertyDefinition":
		case "MethodDefinition":
			if (node.value !== value) return undefined;
			return node.computed ? textOf(module, node.key) : staticKey(node);
		case "AssignmentExpression":
			if (node.right !== value || node.left.type !== "MemberExpression") return undefined;
			return memberKey(node.left) ?? textOf(module, node.left.property);
		default:
			return undefined;
	}
}

/** `[jobs.first, jobs.second] = …`, `({ a: jobs.first } = …)` */
function targetsIn(pattern: Node): string[] {
	switch (pattern.type) {
		case "MemberExpression":
			return [memberKey(pattern) ?? []].flat();
		case "ArrayPattern":
			return pattern.elements.flatMap((element) => (element === null ? [] : targetsIn(element)));
		case "ObjectPattern":
			return pattern.properties.flatMap((property) => (property.type === "Property" ? targetsIn(property.value) : []));
		case "AssignmentPattern":
			return targetsIn(pattern.left);
		default:
			return [];
	}
}

/**
 * Is the value written under a key that the text does not show, `[Kind.Mail]: send`, and the only one of its object, or at the place that the key has among
 * the others?
 */
export function isUnderOpenKey(
	module: ModuleSource,
	{ node: place }: Place,
	key: string,
	keys: readonly string[],
): boolean {
	const { above: member } = outOfWrappers(module, place);
	if (member === undefined) return false;
	if (member.type === "AssignmentExpression") {
		if (!isOpen(module, member)) return false;
		return ![...module.parents.keys()].some((other) => other !== member && isOpen(module, other));
	}
	const owner = module.parents.get(member);
	const members = owner?.type === "ObjectExpression" ? owner.properties : owner?.type === "ClassBody" ? owner.body : [];
	const index = members.indexOf(member as never);
	if (index < 0 || !isOpen(module, member)) return false;
	const open = members.filter((other) => other.type === "SpreadElement" || isOpen(module, other));
	const isKnown = members.some(
		(other) => other !== member && keyOf(module, other, (other as { value?: Node }).value ?? other) === key,
	);
	if (open.length === 1) return !isKnown;
	return !keys.some((other) => /^\d+$/.test(other)) && keys[index] === key && owner?.type === "ObjectExpression";
}

/** Is the value written under a key that the text does not show? */
export function hasOpenKey(module: ModuleSource, { node }: Place): boolean {
	const { above } = outOfWrappers(module, node);
	return above !== undefined && isOpen(module, above);
}

/** Is a value made by a call of a function of another module? Its text is not looked into. */
export function isMadeElsewhere(module: ModuleSource, call: Node): boolean {
	if (call.type !== "CallExpression" && call.type !== "NewExpression") return false;
	let callee = unwrap(call.callee);
	if (callee.type === "SequenceExpression") callee = callee.expressions.at(-1) ?? callee;
	while (callee.type === "MemberExpression") callee = callee.object;
	if (callee.type !== "Identifier") return false;
	const binding = module.bindings.get(callee.name);
	const [declaration] = binding?.declarations ?? [];
	if (declaration?.type !== "VariableDeclarator" || declaration.init === null) return binding?.kind === "import";
	return isRequired(module, declaration.init);
}

/** The exports that a statement assigns, in the order of the text. */
export function exportsGivenIn(module: ModuleSource, node: Node): readonly string[] {
	const { start, end } = statementOf(module, node);
	return commonJsExports(module)
		.filter(({ at }) => start <= at.start && at.end <= end)
		.map(({ name }) => name);
}

/** The texts of the elements of the literal array that a value is an element of, and its index there. */
export function literalAround(
	module: ModuleSource,
	node: Node,
): { readonly index: number; readonly texts: readonly string[] } | undefined {
	const { above: array, child } = outOfWrappers(module, node);
	if (array?.type !== "ArrayExpression" || array.elements.some((element) => element?.type === "SpreadElement"))
		return undefined;
	const texts = array.elements.map((element) =>
		element === null ? "" : module.text.slice(unwrap(element).start, unwrap(element).end),
	);
	return { index: array.elements.indexOf(child as never), texts };
}

function isOpen(module: ModuleSource, member: Node): boolean {
	if (member.type === "AssignmentExpression")
		return (
			member.left.type === "MemberExpression" &&
			member.left.computed &&
			memberKey(member.left) === undefined &&
			textOf(module, member.left.property) === undefined
		);
	if (member.type !== "Property" && member.type !== "PropertyDefinition" && member.type !== "MethodDefinition")
		return false;
	return member.computed && staticKey(member) === undefined && textOf(module, member.key) === undefined;
}

/** Is a value handed to code that is not in this module, which may put it anywhere? */
export function isHandedOut(module: ModuleSource, { node: place }: Place): boolean {
	const { above: call, child } = outOfWrappers(module, place);
	if ((call?.type !== "CallExpression" && call?.type !== "NewExpression") || call.callee === child) return false;
	const { callee } = call;
	return callee.type !== "Identifier" || (module.bindings.get(callee.name)?.kind ?? "import") === "import";
}

/**
 * `exports.mail = makeJob()`: does an assignment to this very export, or the declaration of its variable, contain a node?
 *
 * @param isWhole whether the node is the value: then it may also be in a pattern, or beside the assignment in one statement.
 */
export function isGivenTo(module: ModuleSource, node: Node, { path, variable }: Root, isWhole: boolean): boolean {
	const [name = ""] = path;
	for (
		let above: Node | undefined = node;
		above !== undefined && above !== module.body;
		above = module.parents.get(above)
	) {
		if (isFunctionNode(above) && above !== node) return false;
		if (above.type === "VariableDeclarator") {
			if (above.id.type === "Identifier") return above.id.name === variable;
			return (
				isWhole &&
				variable !== undefined &&
				declaredTogether(module, variable) !== undefined &&
				module.bindings.get(variable)?.declarations.includes(above) === true
			);
		}
		if (above.type === "AssignmentExpression" && isExportTarget(module, above.left) && memberKey(above.left) === name)
			return !isModuleExports(module, above.left);
	}
	if (!isWhole) return false;
	const { start, end } = statementOf(module, node);
	return membersTowards(module, "exports", [name]).some(
		(mention) =>
			mention.path.length === 1 &&
			start <= mention.node.start &&
			mention.node.end <= end &&
			isWrite(module, mention.node),
	);
}

/** The variables that one pattern declares with a variable; undefined if it is declared alone. */
export function declaredTogether(module: ModuleSource, variable: string): readonly string[] | undefined {
	const [declaration] = module.bindings.get(variable)?.declarations ?? [];
	if (declaration?.type !== "VariableDeclarator" || declaration.id.type === "Identifier") return undefined;
	return [...module.bindings].flatMap(([name, { declarations }]) => (declarations.includes(declaration) ? [name] : []));
}

/** Where a function that is called there makes each member of the object that it gives: `() => ({ first: task(…), second })`. */
export function membersMadeBy(module: ModuleSource, call: Node): ReadonlyMap<string, number> | undefined {
	const fn = call.type === "CallExpression" ? functionOf(module, unwrap(call.callee)) : undefined;
	if (fn === undefined || !isFunctionNode(fn) || fn.body === null) return undefined;
	const last = fn.body.type === "BlockStatement" ? fn.body.body.at(-1) : undefined;
	const given = last?.type === "ReturnStatement" ? last.argument : fn.body;
	const object = given === null ? undefined : unwrap(given);
	if (object?.type !== "ObjectExpression") return undefined;
	const found = new Map<string, number>();
	for (const property of object.properties) {
		const key = property.type === "Property" ? staticKey(property) : undefined;
		if (property.type !== "Property" || key === undefined) continue;
		const value = unwrap(property.value);
		const declared =
			value.type === "Identifier"
				? statementsOf(fn)
						.flatMap((statement) => (statement.type === "VariableDeclaration" ? statement.declarations : []))
						.find(({ id }) => id.type === "Identifier" && id.name === value.name)
				: value;
		if (declared !== undefined) found.set(key, declared.start);
	}
	return found;
}

/** The texts of an argument, and of the members of an object. */
function textsIn(module: ModuleSource, argument: Node, except: Node): string[] {
	if (argument === except && argument.type !== "ObjectExpression") return [];
	if (argument.type === "ObjectExpression")
		return argument.properties.flatMap((property) =>
			property.type === "Property" ? (textOf(module, property.value) ?? []) : [],
		);
	return [textOf(module, argument) ?? []].flat();
}

/** The text that an expression gives, as far as the module shows it: a literal, a constant, a member of an object or an enum. */
function textOf(module: ModuleSource, expression: Node, steps = 0): string | undefined {
	const node = unwrap(expression);
	if (node.type === "Literal" && typeof node.value === "string") return node.value;
	if (node.type === "TemplateLiteral" && node.expressions.length === 0)
		return node.quasis[0]?.value.cooked ?? undefined;
	if (steps > MAX_STEPS) return undefined;
	if (node.type === "Identifier") {
		const value = constant(module, node.name);
		return value === undefined ? undefined : textOf(module, value, steps + 1);
	}
	const key = node.type === "MemberExpression" ? memberKey(node) : undefined;
	if (node.type !== "MemberExpression" || key === undefined || node.object.type !== "Identifier") return undefined;
	const owner = constant(module, node.object.name);
	const members = owner?.type === "TSEnumDeclaration" ? owner.body.members : [];
	const member = members.find(({ id }) => (id.type === "Identifier" ? id.name : textOf(module, id, steps + 1)) === key);
	if (member !== undefined)
		return member.initializer === null ? undefined : textOf(module, member.initializer, steps + 1);
	const property =
		owner?.type === "ObjectExpression"
			? owner.properties.find((candidate) => candidate.type === "Property" && staticKey(candidate) === key)
			: undefined;
	return property?.type === "Property" ? textOf(module, property.value, steps + 1) : undefined;
}

const MAX_STEPS = 5;

function constant(module: ModuleSource, name: string): Node | undefined {
	const [declaration, another] = module.bindings.get(name)?.declarations ?? [];
	if (declaration === undefined || another !== undefined || writesTo(module, name).length > 0) return undefined;
	if (declaration.type !== "VariableDeclarator") return declaration;
	if (declaration.id.type !== "Identifier" || declaration.init === null) return undefined;
	const value = unwrap(declaration.init);
	// `Object.freeze({ … })`
	const [argument] = value.type === "CallExpression" && value.arguments.length === 1 ? value.arguments : [];
	return argument?.type === "ObjectExpression" ? argument : value;
}

/** `register("push", first); register("push", second)`: the first is there no more. */
function isCalledAgain(module: ModuleSource, call: Node, key: string): boolean {
	const name = calledName(call);
	return module.makers.some(
		(other) =>
			other.start > call.start &&
			(other.type === "CallExpression" || other.type === "NewExpression") &&
			other.end > call.end &&
			calledName(other) === name &&
			!mayRunAfterLoad(module, other) &&
			other.arguments.some((argument) => textOf(module, argument) === key),
	);
}

function calledName(call: Node): string | undefined {
	if (call.type !== "CallExpression" && call.type !== "NewExpression") return undefined;
	let callee = unwrap(call.callee);
	// `(0, register)(…)`
	if (callee.type === "SequenceExpression") callee = callee.expressions.at(-1) ?? callee;
	return callee.type === "Identifier" ? callee.name : memberKey(callee);
}

/** How many values the module has handed to a function before, one call after the other, if the text shows all of them: `list.push(first, second)`. */
export function ordinalOf(module: ModuleSource, { node: place }: Place): number | undefined {
	const { above: call, child } = outOfWrappers(module, place);
	if (call?.type !== "CallExpression" || !isStraight(module, call)) return undefined;
	const index = call.arguments.indexOf(child as never);
	const name = calledName(call);
	if (index < 0 || name === undefined) return undefined;
	const before = module.makers.filter(
		(other) =>
			other.type === "CallExpression" && other !== call && calledName(other) === name && mayRunAtLoad(module, other),
	);
	if (!before.every((other) => isStraight(module, other))) return undefined;
	return before
		.filter((other) => endOfArguments(other) <= endOfArguments(call))
		.reduce((sum, other) => sum + (other as { arguments: readonly Node[] }).arguments.length, index);
}

/** Calls of a chain begin at the same place, and run in the order of their ends. */
function endOfArguments({ end }: Node): number {
	return end;
}

function isStraight(module: ModuleSource, call: Node): boolean {
	return functionAround(module, call) === undefined && isRunOnce(module, call);
}

/**
 * What the text shows of the elements for which a loop or a method of arrays makes a value, each with all of its texts and numbers:
 * `for (const [name, limit] of [["a", 1], ["b", 2]])`, `["a", "b"].map((name) => …)`, `Object.entries({ a: 1 }).forEach(…)`.
 */
export function itemsAround(module: ModuleSource, made: Node): readonly Item[] | undefined {
	let child = made;
	for (let above = module.parents.get(made); above !== undefined && above !== module.body; ) {
		if (above.type === "ForOfStatement" && above.body === child) return itemsOf(module, above.right);
		if (
			above.type === "CallExpression" &&
			keptName(above) === undefined &&
			isFunctionNode(unwrapped(child)) &&
			above.callee.type === "MemberExpression" &&
			runsItsArguments(module, above)
		)
			return itemsOf(module, above.callee.object);
		child = above;
		above = module.parents.get(above);
	}
	return undefined;
}

function unwrapped(node: Node): Node {
	const [value] = keptName(node) === undefined ? [] : (node as Call).arguments;
	return unwrap(value ?? node);
}

export type Item = readonly (string | number)[];

function itemsOf(module: ModuleSource, expression: Node): readonly Item[] | undefined {
	const node = unwrap(expression);
	const list = node.type === "Identifier" ? constant(module, node.name) : node;
	if (list?.type === "ArrayExpression") {
		if (list.elements.some((element) => element === null || element.type === "SpreadElement")) return undefined;
		return list.elements.map((element) => (element === null ? [] : valuesIn(module, element)));
	}
	const [argument] = list?.type === "CallExpression" && memberKey(list.callee) === "entries" ? list.arguments : [];
	const table = argument?.type === "Identifier" ? constant(module, argument.name) : argument;
	if (table?.type !== "ObjectExpression") return undefined;
	return table.properties.map((property) =>
		property.type === "Property" ? [staticKey(property) ?? [], valuesIn(module, property.value)].flat() : [],
	);
}

/** The texts and numbers of an expression, and of the elements and members of a literal. */
function valuesIn(module: ModuleSource, expression: Node): (string | number)[] {
	const node = unwrap(expression);
	if (node.type === "ArrayExpression")
		return node.elements.flatMap((element) => (element === null ? [] : valuesIn(module, element)));
	if (node.type === "ObjectExpression")
		return node.properties.flatMap((property) =>
			property.type === "Property" ? valuesIn(module, property.value) : [],
		);
	if (node.type === "Literal" && typeof node.value === "number") return [node.value];
	return [textOf(module, node) ?? []].flat();
}

/** The call that makes what a literal has at a path, or an object on the way there: `{ mail: makeJob("mail") }`. */
export function callAt(module: ModuleSource, root: Root): Call | undefined {
	const { value, keys } = initialValue(module, root);
	let node = value;
	for (const key of keys) {
		if (node?.type !== "ObjectExpression" && node?.type !== "ArrayExpression") break;
		const member: Node | null | undefined =
			node.type === "ArrayExpression"
				? node.elements[Number(key)]
				: node.properties.find((property) => property.type === "Property" && staticKey(property) === key);
		const inner = member?.type === "Property" ? member.value : member;
		node = inner === undefined || inner === null ? undefined : unwrap(inner);
	}
	return node?.type === "CallExpression" || node?.type === "NewExpression" ? (node as Call) : undefined;
}

/** The texts and numbers that a call is given. */
export function argumentsOf(module: ModuleSource, call: Call): Item {
	return call.arguments.flatMap((argument) => valuesIn(module, argument));
}

/**
 * Does the text allow the objects on the way: is each the one in which the value is written, an empty one that is filled later, or one that a call makes?
 * Another one may have been put there.
 */
export function isWayWritten(module: ModuleSource, root: Root, places: readonly Place[]): boolean {
	const { value, keys } = initialValue(module, root);
	let node = value;
	for (const key of keys.slice(0, -1)) {
		if (node?.type === "CallExpression")
			node = unwrap(node.arguments.length === 1 ? (node.arguments[0] as Node) : node);
		if (node?.type !== "ObjectExpression" && node?.type !== "ArrayExpression")
			return (
				node === undefined ||
				writesKey(module, places, key) ||
				node.type === "CallExpression" ||
				node.type === "NewExpression"
			);
		const member: Node | null | undefined =
			node.type === "ArrayExpression"
				? node.elements[Number(key)]
				: node.properties.find((property) => property.type === "Property" && staticKey(property) === key);
		const inner = member?.type === "Property" ? member.value : member;
		if (inner === undefined || inner === null)
			return places.some(
				({ node: place }) =>
					keysAround(module, place).some(({ texts }) => texts.includes(key)) || isReadAround(module, place, key),
			);
		const next = unwrap(inner);
		const isFilled =
			isFunctionNode(next) ||
			(/^(?:Array|Object)Expression$/.test(next.type) &&
				!/^[[{]\s*[\]}]$/.test(module.text.slice(next.start, next.end)));
		if (isFilled && !places.some(({ node: place }) => next.start <= place.start && place.end <= next.end)) return false;
		node = next;
	}
	return true;
}

/** `jobs.list.push(send)` reads `list`. */
function isReadAround(module: ModuleSource, place: Node, key: string): boolean {
	for (
		let above = module.parents.get(place);
		above !== undefined && above !== module.body;
		above = module.parents.get(above)
	)
		if (above.type === "CallExpression") {
			for (let callee = unwrap(above.callee); callee.type === "MemberExpression"; callee = callee.object)
				if (memberKey(callee) === key) return true;
			if (isFunctionNode(unwrap(above.callee)) && above.arguments.some((given) => isMemberGiven(given, key)))
				return true;
		}
	return false;
}

/** `(function (Deep) { … })(Deep = N.Deep || (N.Deep = {}))`, as compilers write a namespace in a namespace. */
function isMemberGiven(given: Node, key: string): boolean {
	let node = unwrap(given);
	if (node.type === "AssignmentExpression") node = unwrap(node.right);
	if (node.type === "LogicalExpression") node = unwrap(node.left);
	return node.type === "MemberExpression" && memberKey(node) === key;
}

/**
 * Of which variable, and which of its members, the text makes a member of an object a copy: `export const alpha = { f: zeta.f }`.
 *
 * @returns undefined if the text shows something else there, or nothing.
 */
export function copiedFrom(
	module: ModuleSource,
	root: Root,
): readonly [variable: string, ...keys: string[]] | undefined {
	const { value, keys } = initialValue(module, root);
	let node: Node | null | undefined = value;
	for (const key of keys) {
		if (node?.type !== "ObjectExpression" || node.properties.some(({ type }) => type === "SpreadElement"))
			return undefined;
		const member: Node | undefined = node.properties.findLast(
			(property) => property.type === "Property" && staticKey(property) === key,
		);
		node = member?.type === "Property" ? unwrap(member.value) : undefined;
	}
	const path: string[] = [];
	while (node?.type === "MemberExpression") {
		const key = memberKey(node);
		if (key === undefined) return undefined;
		path.unshift(key);
		node = unwrap(node.object);
	}
	return node?.type === "Identifier" && isModuleReference(module, node) ? [node.name, ...path] : undefined;
}

/** What a list has at an index, where the text shows all of its elements: `[...first, second]`. */
export function elementAt(module: ModuleSource, root: Root): Node | undefined {
	const { value, keys } = initialValue(module, root);
	return keys.length === 1 ? elementsOf(module, value)?.[Number(keys[0])] : undefined;
}

function elementsOf(module: ModuleSource, list: Node | undefined, steps = 0): Node[] | undefined {
	if (list?.type !== "ArrayExpression" || steps > MAX_STEPS) return undefined;
	const found: Node[] = [];
	for (const element of list.elements) {
		if (element === null) return undefined;
		if (element.type !== "SpreadElement") found.push(unwrap(element));
		else {
			const { argument } = element;
			const spread = argument.type === "Identifier" ? constant(module, argument.name) : argument;
			const inner = elementsOf(module, spread, steps + 1);
			if (inner === undefined) return undefined;
			found.push(...inner);
		}
	}
	return found;
}

/** The expression of an exported variable, of the default export or of an export of CommonJS, and the keys that are left of the path. */
function initialValue(
	module: ModuleSource,
	{ path, variable }: Root,
): { readonly value: Node | undefined; readonly keys: readonly string[] } {
	const [name, ...keys] = path;
	const [declaration] = variable === undefined ? [] : (module.bindings.get(variable)?.declarations ?? []);
	if (declaration?.type === "VariableDeclarator" && declaration.init !== null && declaration.id.type === "Identifier")
		return { value: unwrap(declaration.init), keys };
	const { defaultNode, isModule } = module.exports;
	if (isModule)
		return { value: name !== "default" || defaultNode === undefined ? undefined : unwrap(defaultNode), keys };
	const assigned = commonJsExports(module).findLast((exported) => exported.name === name)?.value;
	return { value: assigned === undefined ? undefined : unwrap(assigned), keys };
}

/** Is a key written in a statement around one of the places, or in a variable that is mentioned there: as a string, or as the key of a member? */
export function writesKey(module: ModuleSource, places: readonly Place[], key: string): boolean {
	const quoted = key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	const written = new RegExp(`(?:(["'\`])${quoted}\\1|(?<![\\w$])${quoted}\\s*[\\]:,}(=])`);
	const nodes = new Set(places.map(({ node }) => statementOf(module, node)));
	for (const { start, end } of nodes) {
		if (written.test(module.text.slice(start, end))) return true;
		for (const [name, { declarations }] of module.bindings)
			if (
				nodes.size < MAX_STATEMENTS &&
				module.mentions.get(name)?.some((mention) => start <= mention.start && mention.end <= end)
			)
				for (const declaration of declarations) nodes.add(declaration);
	}
	return false;
}

const MAX_STATEMENTS = 50;
