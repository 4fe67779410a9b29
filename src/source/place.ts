import type { ModuleSource } from "./module-source.ts";
import { type Node, statementOf } from "./node.ts";

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

/** The declaration of one variable of the module, or the statement. */
export function declarationAround(module: ModuleSource, node: Node): Node {
	const statement = statementOf(module, node);
	const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
	for (let above: Node | undefined = node; above !== undefined; above = module.parents.get(above))
		if (above.type === "VariableDeclarator" && module.parents.get(above) === declaration) return above;
	return statement;
}
