import { type Plugin, plugin } from "./core.ts";

const rollupPlugin: Plugin["rollup"] = plugin.rollup;
export default rollupPlugin;
export type { PluginOptions } from "./core.ts";
