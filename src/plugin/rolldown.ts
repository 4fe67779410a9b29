import { type Plugin, plugin } from "./core.ts";

const rolldownPlugin: Plugin["rolldown"] = plugin.rolldown;
export default rolldownPlugin;
export type { PluginOptions } from "./core.ts";
