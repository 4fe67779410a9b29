import { NamesakeError, type Place } from "../../base/errors.ts";
import { isExplicitName } from "../../base/explicit-name.ts";
import { formatName, parseName } from "../../base/name.ts";
import type { ExposedName } from "../../lock/exposed-name.ts";
import { type CodeNeeds, needsCode } from "../../lock/needs-code.ts";
import { Fingerprints } from "../../source/fingerprint.ts";
import { Imports, staticImports } from "../../source/imports.ts";
import { type Entry, inventory } from "../../source/inventory.ts";
import { isTracked, Kinds } from "../../source/kinds.ts";
import { LibraryUse } from "../../source/library-use.ts";
import { isClassNode, isFunctionNode, type Node } from "../../source/node.ts";
import { placeAt, type SourceFile, SourceFiles, syntaxError } from "../../source/source-file.ts";
import { taskOptionsOf } from "../../source/task-options.ts";
import { type SentError, sentError } from "../process/sent-error.ts";
import { type Acceptance, acceptancesIn } from "./acceptances.ts";
import { type FileToRead, type ReadFile, unreadable } from "./modules.ts";
import { unreachableInstances } from "./unreachable-instances.ts";

/** One name of a project, with what a lock keeps of it. */
export interface ProjectName extends ExposedName {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** False if the text does not show which name it has. */
	readonly isClear: boolean;
	/** Does only the running module tell whether the name leads to it? */
	readonly isOpen: boolean;
}

export interface ProjectModule {
	readonly file: string;
	readonly moduleName: string;
	readonly names: readonly ProjectName[];
	/** Files that it imports when it is loaded. */
	readonly imports: readonly string[];
	/** False if the text shows that it has nothing to name. */
	readonly mayHoldNames: boolean;
	/** False if nothing that it imports could make a task or a tracked instance. */
	readonly mayHoldTasks: boolean;
	/** Comments that accept problems. */
	readonly acceptances: readonly Acceptance[];
}

/** What the text of a file says. */
export interface ReadModule extends ReadFile {
	readonly module?: ProjectModule;
	/** What is wrong with its text, unless the loaded module shows that it is not. */
	readonly suspected?: readonly SentError[] | undefined;
	/** The module, if its text can't be read, or does not show all names. */
	readonly unread?: string | undefined;
}

/** Reads the files of a project one by one. */
export function createReader(needs: CodeNeeds): (file: FileToRead) => ReadModule {
	const sources = new SourceFiles();
	const kinds = new Kinds(sources);
	const imports = new Imports();
	const uses = new LibraryUse(imports);
	const tools: Tools = { kinds, fingerprints: new Fingerprints(sources), imports, uses, needs };
	return ({ file, module }) => {
		const source = sources.read(file);
		const problem = source === undefined ? unreadable(file) : syntaxError(source);
		if (problem !== undefined) return { problems: [sentError(problem)], unread: module?.name };
		if (module === undefined || source === undefined) return { problems: [] };
		if (!module.isFirst) {
			const hidesNames = inventory(source, kinds).some(({ exports }) => exports.length > 0);
			return { problems: hidesNames ? [sentError(hiddenFile(source, module.name))] : [] };
		}
		const problems: NamesakeError[] = [];
		const suspected: NamesakeError[] = [];
		const read = readModule(source, module.name, tools, { problems, suspected });
		// Nobody can tell whether a name is gone that the text may not show.
		const unread = read.names.some(({ isClear }) => !isClear) ? module.name : undefined;
		return { module: read, problems: problems.map(sentError), suspected: suspected.map(sentError), unread };
	};
}

interface Tools {
	readonly kinds: Kinds;
	readonly fingerprints: Fingerprints;
	readonly imports: Imports;
	readonly uses: LibraryUse;
	readonly needs: CodeNeeds;
}

function readModule(
	file: SourceFile,
	moduleName: string,
	tools: Tools,
	{ problems, suspected }: { readonly problems: NamesakeError[]; readonly suspected: NamesakeError[] },
): ProjectModule {
	const entries = inventory(file, tools.kinds);
	for (const { error, isOpen } of unreachableInstances(file, entries, tools.kinds, moduleName))
		(isOpen ? suspected : problems).push(error);
	const names = entries.flatMap((entry) => nameOf(file, entry, moduleName, tools, problems) ?? []);
	// What a call makes, or puts into an export, is there once the module has run.
	const mayHoldNames = names.length > 0 || (hasExports(file) && file.source.makers.length > 0);
	return {
		file: file.file,
		moduleName,
		names,
		imports: importsOf(file, tools.imports),
		mayHoldNames,
		mayHoldTasks: mayHoldNames && tools.uses.of(file.file),
		acceptances: acceptancesIn(file, moduleName),
	};
}

function nameOf(
	file: SourceFile,
	entry: Entry,
	moduleName: string,
	{ fingerprints, needs }: Tools,
	problems: NamesakeError[],
): ProjectName | undefined {
	const { path, nested, kind, line, column, reason } = entry;
	const target = formatName({ moduleName, exportPath: path, nested });
	const place = { file: file.file, line, column };
	if (reason !== undefined) {
		if (isTracked(kind)) problems.push(notLoadable(file, entry, target));
		return undefined;
	}
	const options = kind === "task" ? taskOptionsOf(entry.node) : { previously: [] };
	if (options.unclear !== undefined) problems.push(unclear(file, options.unclear, target));
	const wrong = [options.name, ...options.previously].find(
		(text, index) => text !== undefined && !(index === 0 ? isExplicitName(text.text) : isName(text.text)),
	);
	if (wrong !== undefined) problems.push(noName(wrong.text, placeAt(file, wrong.node.start)));
	const name = options.name?.text ?? target;
	const isWritten = isFunctionNode(entry.node) || isClassNode(entry.node);
	const isRead = needsCode(needs, { name, target, kind, isWritten });
	return {
		name,
		target,
		kind,
		...(isRead ? fingerprints.of(file, entry) : { size: 0 }),
		previously: options.previously.map(({ text }) => text),
		isClear: options.unclear === undefined && wrong === undefined,
		isOpen: entry.doubt !== undefined,
		...place,
	};
}

function hasExports({ source: { exports, text }, exportsNothing }: SourceFile): boolean {
	if (!exports.isModule) return exportsNothing !== true && /\bexports\b/.test(text);
	return exports.bindings.size > 0 || exports.defaultNode !== undefined;
}

function isName(text: string): boolean {
	try {
		return isExplicitName(text) || parseName(text).nested === undefined;
	} catch {
		return false;
	}
}

/** What a module imports statically, when it is loaded. */
function importsOf({ file, source }: SourceFile, imports: Imports): string[] {
	return staticImports(source).flatMap((specifier) => {
		const target = imports.of(specifier, file);
		return target?.kind === "file" ? [target.file] : [];
	});
}

function hiddenFile(file: SourceFile, moduleName: string): NamesakeError {
	return new NamesakeError("DUPLICATE_NAME", {
		asked: moduleName,
		where: { file: file.file, line: 1, column: 1 },
		why: "another file has this module name and comes first",
		fix: "rename one of the files; module names have no extension",
	});
}

function notLoadable(file: SourceFile, { kind, reason, node, line, column }: Entry, name: string): NamesakeError {
	const code = reason ?? "NOT_EXPORTED";
	const what = kind === "task" ? "task" : "tracked instance";
	return new NamesakeError(code, {
		asked: name,
		where: { ...placeAt(file, node.start), line, column },
		why:
			code === "NOT_EXPORTED"
				? `no export of its module leads to this ${what}, so no other process can load it`
				: `the variable of this ${what} is reassigned further down`,
		fix: code === "NOT_EXPORTED" ? "export it" : "assign the variable once, or export this value under its own name",
	});
}

function unclear(file: SourceFile, node: Node, target: string): NamesakeError {
	return new NamesakeError("INVALID_NAME", {
		asked: file.source.text.slice(node.start, node.end),
		where: placeAt(file, node.start),
		why: `other processes find the name of the task ${target} in the source, where it must be written as a literal`,
		fix: 'write all options as literals: task(fn, { name: "send-email", previously: ["@acme/app/src/old#send"] })',
	});
}

function noName(text: string, where: Place): NamesakeError {
	return new NamesakeError("INVALID_NAME", {
		asked: JSON.stringify(text),
		where,
		why: "it is neither module#export.path nor an explicit name, which contains no # and no space at its start or end",
		fix: "write the full previous name, for example @acme/app/src/jobs/email#send",
	});
}
