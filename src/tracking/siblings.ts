import { type ExportView, readPath } from "../exports/export-view.ts";
import { type Definition, learnDefinition } from "../origin/definition.ts";
import type { ScriptModule } from "../origin/module-of.ts";
import { keptName } from "../source/emitted/emitted.ts";
import { writesTo } from "../source/module-source.ts";
import { isClassNode, isFunctionNode, type Node, unwrap } from "../source/node.ts";

const learnt = new WeakSet<ScriptModule>();

/**
 * Learns from one function of an ES module where the others are written that it exports: a variable that is declared as a function
 * and never assigned to holds that function. V8, which takes longer to answer than to parse, is then asked once for a module.
 *
 * @param definition as V8 has told it.
 * @param live what the module exports; that these exports are those of this text is only sure if the function is where the text has it.
 */
export function learnSiblings({ fn, module, node }: Definition, live: ExportView | undefined): void {
	if (live?.isComplete !== true || !module.script.isModule || learnt.has(module)) return;
	const written = [...functionsOf(module)];
	if (!written.some(([name, other]) => other === node && readPath(live, [name]) === fn)) return;
	learnt.add(module);
	for (const [name, other] of written) {
		const value = readPath(live, [name]);
		if (typeof value === "function") learnDefinition(value, module, other);
	}
}

/** The exports that can hold nothing but the function or class that their variable is declared as. */
function* functionsOf({ source }: ScriptModule): Generator<readonly [name: string, node: Node]> {
	for (const [name, variable] of source.exports.bindings) {
		const binding = source.bindings.get(variable);
		const [declaration, another] = binding?.declarations ?? [];
		if (binding === undefined || declaration === undefined || another !== undefined) continue;
		const node = binding.kind === "const" ? initialValue(declaration) : declaration;
		if (node === undefined || !(isFunctionNode(node) || isClassNode(node))) continue;
		if (isClassNode(node) && node.decorators.length > 0) continue;
		if (binding.kind === "const" || writesTo(source, variable).length === 0) yield [name, node];
	}
}

function initialValue(declaration: Node): Node | undefined {
	if (declaration.type !== "VariableDeclarator" || declaration.id.type !== "Identifier") return undefined;
	let value = declaration.init === null ? undefined : unwrap(declaration.init);
	while (value?.type === "CallExpression" && keptName(value) !== undefined)
		value = value.arguments[0] === undefined ? undefined : unwrap(value.arguments[0]);
	return value;
}
