import { type Plugin, plugin } from "./core.ts";

const esbuildPlugin: Plugin["esbuild"] = plugin.esbuild;
export default esbuildPlugin;
export type { PluginOptions } from "./core.ts";
