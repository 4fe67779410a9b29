/* The same with the preload. */
import { testColumn } from "./column.ts";

await testColumn("preload", ["js-esm-register"]);
