import { cutAround, LONGEST_LINE } from "../../../base/source-line.ts";
import { isWrite } from "../../../source/bindings.ts";
import type { ModuleSource } from "../../../source/module-source.ts";
import type { Node } from "../../../source/node.ts";
import { placeAt, type SourceFile } from "../../../source/source-file.ts";
import { shownPath } from "../../render/text.ts";

/** What in the source leaves it open whether a name leads to its value. */
export interface ExplainedDoubt {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** The line of the source. */
	readonly text: string;
	/** What it may do, in words. */
	readonly why: string;
}

export function explainDoubt(file: SourceFile, doubt: Node): ExplainedDoubt {
	const { line, column, text = "" } = placeAt(file, doubt.start);
	const { shown } = cutAround(text, column - 1, LONGEST_LINE);
	return { file: shownPath(file.file), line, column, text: shown.trim(), why: describe(file.source, doubt) };
}

function describe(source: ModuleSource, doubt: Node): string {
	if (isWrite(source, doubt)) return "an assignment may put something else there";
	if (doubt.type === "Identifier" && doubt.name === "eval") return "eval may assign anything";
	switch (doubt.type) {
		case "Decorator":
			return "a decorator may put another class there";
		case "ConditionalExpression":
		case "IfStatement":
		case "LogicalExpression":
		case "SwitchStatement":
			return "a condition decides";
		case "TryStatement":
			return "what stands in try may not run to its end";
		case "ReturnStatement":
			return "the module may end before it gets there";
		case "AssignmentPattern":
			return "a default value may not be needed";
		case "SpreadElement":
		case "MethodDefinition":
		case "Property":
		case "PropertyDefinition":
			return "a later member may have the same key";
		case "ForInStatement":
		case "ForOfStatement":
		case "ForStatement":
		case "WhileStatement":
		case "DoWhileStatement":
		case "LabeledStatement":
			return "a loop may run any number of times";
		default:
			return isReference(source, doubt)
				? "this use may let other code put something else there"
				: "only running this shows what it gives";
	}
}

function isReference(source: ModuleSource, { type, start, end }: Node): boolean {
	if (type === "MemberExpression" || type === "ThisExpression" || type === "Super") return true;
	return type === "Identifier" && source.bindings.has(source.text.slice(start, end));
}
