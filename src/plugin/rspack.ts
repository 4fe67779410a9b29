import { type Plugin, plugin } from "./core.ts";

const rspackPlugin: Plugin["rspack"] = plugin.rspack;
export default rspackPlugin;
export type { PluginOptions } from "./core.ts";
