import { features, process } from "../base/runtime.ts";

/**
 * The conditions of `exports` that hold in this process for `import()`, and those for `require()`: the runtime's own and those of `--conditions`.
 * https://nodejs.org/docs/latest-v24.x/api/packages.html#conditional-exports
 */
export interface Conditions {
	readonly import: ReadonlySet<string>;
	readonly require: ReadonlySet<string>;
}

let known: Conditions | undefined;

/** Nothing changes them while a process runs. */
export function conditions(): Conditions {
	if (known === undefined) {
		const flags = [...splitOptions(process.env["NODE_OPTIONS"] ?? ""), ...process.execArgv];
		const always = [...features.conditions(flags), ...givenConditions(flags)];
		known = { import: new Set([...always, "import"]), require: new Set([...always, "require"]) };
	}
	return known;
}

/** `-C name`, `--conditions name`, `--conditions=name`, any number of them. */
function givenConditions(flags: readonly string[]): string[] {
	return flags.flatMap((flag, index) => {
		const [, joined] = /^--conditions=(.*)$/s.exec(flag) ?? [];
		if (joined !== undefined) return [joined];
		return flag === "-C" || flag === "--conditions" ? [flags[index + 1] ?? ""] : [];
	});
}

/** As Node does: spaces separate, double quotes hold together, a backslash in them keeps the next character. */
function splitOptions(text: string): string[] {
	const found: string[] = [];
	for (const [whole] of text.matchAll(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/gs))
		found.push(whole.replace(/"((?:\\.|[^"\\])*)"/gs, (_, quoted: string) => quoted.replace(/\\(.)/gs, "$1")));
	return found;
}
