import { type AddHelpTextContext, type Command, Help } from "commander";
import { labelOf } from "../../base/errors.ts";
import { coloursOf, widthOf } from "./terminal.ts";

/** Help has columns, in a pipe too; longer lines of prose are harder to read. */
const WIDEST = 100;

/** With less room beside an option, its description is below it. */
const NARROWEST = 30;

/** Makes help and usage errors fit the terminal. */
export function configureHelp(program: Command): void {
	program.configureHelp({ minWidthToWrap: 1, commandUsage, formatItem }).configureOutput({
		getOutHelpWidth: () => widthFor(process.stdout),
		getErrHelpWidth: () => widthFor(process.stderr),
		outputError(text, write) {
			const { red, bold } = coloursOf(process.stderr);
			const wrapped = new Wrapper().boxWrap(text.trimEnd(), widthOf(process.stderr));
			write(`${wrapped.replace(/^error(?=:)/, red(bold(labelOf("error"))))}\n`);
		},
	});
}

/** The end of a command's help. A command that is longer than a line goes on below, as shells read it. */
export function examples(...commands: string[]): (context: AddHelpTextContext) => string {
	return ({ error }) => {
		const width = widthFor(error ? process.stderr : process.stdout);
		const lines = commands.map((command) => {
			if (command.length <= width - 4) return `  $ ${command}`;
			const [first = "", ...rest] = new Wrapper().boxWrap(command, width - 8).split("\n");
			return [`  $ ${first}`, ...rest.map((line) => `      ${line}`)].join(" \\\n");
		});
		return `\nExamples:\n${lines.join("\n")}`;
	};
}

/** Help has no wide characters: string-width need not be loaded for it. */
class Wrapper extends Help {
	override minWidthToWrap = 1;
}

function widthFor(stream: NodeJS.WriteStream): number {
	return Math.min(widthOf(stream), WIDEST);
}

function commandUsage(this: Help, command: Command): string {
	const title = "Usage: ".length;
	const usage = Help.prototype.commandUsage.call(this, command);
	return this.boxWrap(usage, (this.helpWidth ?? WIDEST) - title).replaceAll("\n", `\n${" ".repeat(title)}`);
}

function formatItem(this: Help, term: string, termWidth: number, description: string, helper: Help): string {
	const { helpWidth = WIDEST } = helper;
	if (description !== "" && helpWidth - termWidth - 4 < NARROWEST)
		return `  ${term}\n${helper.boxWrap(description, helpWidth - 6).replaceAll(/^/gm, "      ")}`;
	return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
}
