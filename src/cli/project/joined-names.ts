import type { ErrorCode } from "../../base/errors.ts";
import type { Kind } from "../../source/kinds.ts";
import type { Proof } from "./prove.ts";
import type { FoundName, MadeName } from "./prove-child.ts";

/** A name that the text gives. */
export interface WrittenName {
	readonly name: string;
	/** `module#export.path` */
	readonly target: string;
	readonly kind: Kind;
}

/** A name that the text gives, with what the loaded module shows of it. */
export interface JoinedName<Name extends WrittenName> {
	readonly name: Name;
	/** What the module has there, where the text shows another kind, or leaves it open. */
	readonly made: MadeName | undefined;
	/** Why another process does not get the value by the name. */
	readonly refutation: ErrorCode | undefined;
	/** Is it a name of the module all the same? `load` gives a function of another module's factory, and a name that two values claim is a name. */
	readonly isThere: boolean;
}

/** Joins what the text says of a module with what the loaded module has. */
export function joinNames<Name extends WrittenName>(
	{ file, moduleName }: { readonly file: string; readonly moduleName: string },
	written: readonly Name[],
	proof: Proof,
): { readonly joined: readonly JoinedName<Name>[]; readonly others: readonly FoundName[] } {
	const others = new Map((proof.found.get(file) ?? []).map((one) => [one.target, one]));
	const refuted = proof.refuted.get(file);
	const joined = written.map((name): JoinedName<Name> => {
		const other = others.get(name.target);
		const refutation = refuted?.get(name.name) ?? refuted?.get(moduleName);
		const isMadeElsewhere = refutation === "NESTED" && name.kind === "value";
		const isClaimed = refutation === undefined || refutation === "DUPLICATE_NAME" || isMadeElsewhere;
		const isThere = isClaimed || (other !== undefined && other.error === undefined);
		if (isThere) others.delete(name.target);
		return { name, made: proof.made.get(name.target) ?? other, refutation, isThere };
	});
	return { joined, others: [...others.values()] };
}
