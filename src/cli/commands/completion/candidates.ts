import type { Argument, Command, Option } from "commander";
import { type Candidate, nameCandidates } from "./names.ts";

export interface Candidates {
	readonly candidates: readonly Candidate[];
	/** May a file or folder come there? */
	readonly files: boolean;
}

const NOTHING: Candidates = { candidates: [], files: false };

/**
 * What may be typed next.
 *
 * @param words those behind the name of the program; the last one is being typed.
 */
export async function candidatesFor(program: Command, words: readonly string[]): Promise<Candidates> {
	const current = words.at(-1) ?? "";
	const { command, position, option, isPlain } = read(program, words.slice(0, -1));
	if (option !== undefined && !(option.variadic && current.startsWith("-")))
		return await ofValue(option.flags, option.argChoices, command, current);
	if (!isPlain && current.startsWith("--") && current.includes("=")) return await ofInline(command, current);
	if (!isPlain && current.startsWith("-"))
		return starting(current, command.createHelp().visibleOptions(command).flatMap(flagsOf));
	if (command === program)
		return starting(
			current,
			visible(program).map(({ name, about }) => ({ value: name, about })),
		);
	const argument = argumentAt(command, position);
	if (command.name() === "help")
		return starting(
			current,
			visible(program).map(({ name, about }) => ({ value: name, about })),
		);
	return argument === undefined ? NOTHING : await ofValue(argument.name(), argument.argChoices, command, current);
}

/** Where the words before lead. */
interface Place {
	readonly command: Command;
	/** How many arguments there are. */
	readonly position: number;
	/** The option whose value comes next. */
	readonly option: Option | undefined;
	/** Behind `--` there are no options. */
	readonly isPlain: boolean;
}

function read(program: Command, words: readonly string[]): Place {
	let command = program;
	let position = 0;
	let option: Option | undefined;
	let isPlain = false;
	for (const word of words) {
		if (option !== undefined && !(option.variadic && word.startsWith("-"))) {
			if (!option.variadic) option = undefined;
			continue;
		}
		option = undefined;
		if (isPlain) position += 1;
		else if (word === "--") isPlain = true;
		else if (word.startsWith("-")) option = valueOption(command, word);
		else if (command === program)
			command = program.commands.find((one) => one.name() === word) ?? unknown(program, word);
		else position += 1;
	}
	return { command, position, option, isPlain };
}

/** An option that has its value in the next word. */
function valueOption(command: Command, word: string): Option | undefined {
	const found = command.options.find(({ long, short }) => word === long || word === short);
	return found !== undefined && (found.required || found.optional) ? found : undefined;
}

/** A command that is not there has nothing to offer. */
function unknown(program: Command, name: string): Command {
	return program.createCommand(name).helpOption(false);
}

function argumentAt(command: Command, position: number): Argument | undefined {
	const { registeredArguments } = command;
	const last = registeredArguments.at(-1);
	return registeredArguments[position] ?? (last?.variadic === true ? last : undefined);
}

function visible(program: Command): { readonly name: string; readonly about: string }[] {
	return program
		.createHelp()
		.visibleCommands(program)
		.map((command) => ({ name: command.name(), about: command.summary() || command.description() }));
}

function flagsOf({ long, short, description }: Option): Candidate[] {
	const value = long ?? short;
	return value === undefined || value === null ? [] : [{ value, about: description }];
}

async function ofInline(command: Command, current: string): Promise<Candidates> {
	const equals = current.indexOf("=") + 1;
	const option = valueOption(command, current.slice(0, equals - 1));
	if (option === undefined) return NOTHING;
	const { candidates } = await ofValue(option.flags, option.argChoices, command, current.slice(equals));
	return {
		candidates: candidates.map(({ value, about }) => ({ value: current.slice(0, equals) + value, about })),
		files: false,
	};
}

/** The value of an argument or option: its name in the help tells what it is. */
async function ofValue(
	described: string,
	choices: readonly string[] | undefined,
	command: Command,
	current: string,
): Promise<Candidates> {
	if (choices !== undefined)
		return starting(
			current,
			choices.map((value) => ({ value })),
		);
	const what = /[<[]([a-z-]+)/.exec(described)?.[1] ?? described;
	if (what === "location" || what === "place" || (what === "name" && NAMED.has(command.name())))
		return { candidates: await nameCandidates(current, command.name() === "run"), files: true };
	return { candidates: [], files: /^(?:entry|file|path|root)$/.test(what) };
}

/** Commands whose `<name>` is one of a function, not of a queue. */
const NAMED: ReadonlySet<string> = new Set(["run", "where"]);

function starting(current: string, candidates: readonly Candidate[]): Candidates {
	return { candidates: candidates.filter(({ value }) => value.startsWith(current)), files: false };
}
