import { type Plugin, plugin } from "./core.ts";

const webpackPlugin: Plugin["webpack"] = plugin.webpack;
export default webpackPlugin;
export type { PluginOptions } from "./core.ts";
