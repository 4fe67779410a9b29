/** What `module.register` loads in its thread. */
export { loadOnThread as load } from "./hooks.ts";
