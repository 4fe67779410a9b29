import { type Plugin, plugin } from "./core.ts";

const bunPlugin: Plugin["bun"] = plugin.bun;
export default bunPlugin;
export type { PluginOptions } from "./core.ts";
