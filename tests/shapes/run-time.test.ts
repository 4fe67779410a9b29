/* What a process that runs the sources, or what a compiler made of them, says of each row. */
import { testColumn } from "./column.ts";

/** One of each kind. */
await testColumn("runTime", ["js-esm", "js-cjs", "tsx-esm", "tsc-cjs-maps"]);
