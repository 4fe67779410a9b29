import { formatName } from "../../src/base/name.ts";
import { compare, type Difference } from "../../src/lock/compare.ts";
import type { ExposedName } from "../../src/lock/exposed-name.ts";
import { emptyLock, type Lock } from "../../src/lock/lock.ts";
import { updatedLock } from "../../src/lock/updated-lock.ts";
import { Fingerprints } from "../../src/source/fingerprint.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { taskOptionsOf } from "../../src/source/task-options.ts";

/** The texts of modules, by their names. */
export type Modules = Readonly<Record<string, string>>;

/** The names that the texts of modules show; each text begins with an import of `task`. */
export function namesOf(modules: Modules): ExposedName[] {
	const files = new SourceFiles();
	return Object.entries(modules).flatMap(([moduleName, text]) => {
		const source = sourceFileOf(`/app/${moduleName}.ts`, `import { task } from "namesake";\n${text}`, "values");
		return inventory(source, new Kinds(files)).flatMap((entry): ExposedName[] => {
			if (entry.reason !== undefined) return [];
			const { path, nested, kind, node } = entry;
			const target = formatName({ moduleName, exportPath: path, nested });
			const { name, previously } = kind === "task" ? taskOptionsOf(node) : { previously: [] };
			return [
				{
					name: name?.text ?? target,
					target,
					kind,
					...new Fingerprints(files).of(source, entry),
					previously: previously.map((one) => one.text),
				},
			];
		});
	});
}

export function lockOf(modules: Modules, all = false): Lock {
	const empty = { ...emptyLock("/app/namesake.lock.json"), all };
	const names = namesOf(modules);
	return updatedLock(empty, names, compare(names, empty), { accepts: true });
}

export function differenceOf(before: Modules, after: Modules, all = false): Difference {
	return compare(namesOf(after), lockOf(before, all));
}
