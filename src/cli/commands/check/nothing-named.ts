import type { ProjectFiles } from "../../project/project-files.ts";
import type { Problem } from "../../render/problem.ts";
import { count, shownPath } from "../../render/text.ts";

/** A project without names: the command most likely looks in the wrong folder. */
export function nothingNamed(directory: string, { files, excluded, tests, foreign }: ProjectFiles): Problem {
	const looked = [
		`${count(files.length, "file")} in ${shownPath(directory) || "this folder"} and its workspaces`,
		...(tests.length > 0 ? [`${count(tests.length, "test file")}, which has no names`] : []),
		...(excluded.length > 0
			? [`${count(excluded.length, "file")} that namesake.check in package.json leaves out`]
			: []),
		...(foreign.length > 0
			? [
					`${count(foreign.length, "file")} of packages that are not among its workspaces, as ${shownPath(foreign[0] ?? "")}`,
				]
			: []),
	];
	return {
		code: "NO_NAMES",
		name: shownPath(directory) || ".",
		where: [],
		why: `no name was found. There are ${looked.join("; ")}`,
		fix: "run the command in the folder of the package, add packages to the workspaces, or pass --allow-empty",
	};
}
