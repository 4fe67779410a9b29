import { common } from "./common.ts";
import { commonjs } from "./commonjs.ts";
import { functions } from "./functions.ts";
import { inputs } from "./inputs.ts";
import { instances } from "./instances.ts";
import { paths } from "./paths.ts";
import { positions } from "./positions.ts";
import type { CorpusFile } from "./row.ts";
import { self } from "./self.ts";
import { functionTraps } from "./traps-functions.ts";
import { instanceTraps } from "./traps-instances.ts";
import { typescript } from "./typescript.ts";

/** Every file of the package `@acme/app`, in the order in which the probe loads them. */
export const corpus: readonly CorpusFile[] = [
	...common,
	...functions,
	...functionTraps,
	...instances,
	...instanceTraps,
	...positions,
	...paths,
	...commonjs,
	...typescript,
	...self,
	...inputs,
];
