import { type Plugin, plugin } from "./core.ts";

const vitePlugin: Plugin["vite"] = plugin.vite;
export default vitePlugin;
export type { PluginOptions } from "./core.ts";
