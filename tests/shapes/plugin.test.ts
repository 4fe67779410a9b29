/* The same in a bundle, minified, on a machine that has nothing but the bundle. */
import { testColumn } from "./column.ts";

await testColumn("plugin", ["esbuild"]);
