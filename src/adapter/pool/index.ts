export type { MapOptions, MapProgress } from "./map.ts";
export { move } from "./movable.ts";
export { type Runnable, type Runner, type RunSettings, TaskPool, type TaskPoolOptions } from "./task-pool.ts";
