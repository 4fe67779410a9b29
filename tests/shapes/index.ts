import { common, made } from "./common.ts";
import { commonjs } from "./commonjs.ts";
import { decorated } from "./decorated.ts";
import { functions } from "./functions.ts";
import { inputs } from "./inputs.ts";
import { instances } from "./instances.ts";
import { filesOfLists, filesOfSites } from "./lines.ts";
import { listedCommonJs, listedModules, listedTypeScript } from "./lists.ts";
import { paths } from "./paths.ts";
import { positions } from "./positions.ts";
import type { CorpusFile } from "./row.ts";
import { self } from "./self.ts";
import { esm, commonjs as siteCommonJs, typed } from "./sites.ts";
import { functionTraps } from "./traps-functions.ts";
import { instanceTraps } from "./traps-instances.ts";
import { typescript } from "./typescript.ts";

/** Modules with several rows each, as people write them. */
export const modules: readonly CorpusFile[] = [
	...common,
	...functions,
	...functionTraps,
	...decorated,
	...instances,
	...instanceTraps,
	...positions,
	...paths,
	...commonjs,
	...typescript,
	...self,
	...inputs,
];

/** Every file of the package `@acme/app`, in the order in which the probe loads them. */
export const corpus: readonly CorpusFile[] = [
	...modules,
	made,
	...filesOfSites(esm, "mjs"),
	...filesOfSites(siteCommonJs, "cjs"),
	...filesOfSites(typed, "ts"),
	...filesOfLists(listedModules, "mjs"),
	...filesOfLists(listedCommonJs, "cjs"),
	...filesOfLists(listedTypeScript, "ts"),
];
