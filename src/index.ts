export { type TaskContext, taskContext } from "./adapter/contract/context.ts";
export { type ErrorCode, type ErrorDetails, NamesakeError, type Place } from "./base/errors.ts";
export { formatName, type NameParts, parseName } from "./base/name.ts";
export { importModuleFromFile, type ModuleNamespace } from "./load/import-module.ts";
export { type LoadOptions, load } from "./load/load.ts";
export { getFullModulePath, type ModuleLike, type NamingOptions } from "./package/module-name.ts";
export { extractTaskModule, findTaskModule } from "./tracking/extract-task-module.ts";
export { isReplOrBundle } from "./tracking/repl.ts";
export {
	type Callable,
	DefaultTaskResolver,
	defaultTaskResolver,
	IndexTaskResolver,
	loadResolver,
	TaskResolver,
} from "./tracking/resolver.ts";
export { isTask, type Task, type TaskOptions, task } from "./tracking/task.ts";
export type { TaskModule } from "./tracking/task-module.ts";
export { isTestFunction } from "./tracking/test-function.ts";
export { tracked } from "./tracking/tracked.ts";
export { TrackedInstance, type Tracking } from "./tracking/tracked-instance.ts";
export { isNested, isWrappedModuleLevel, wraps } from "./tracking/wraps.ts";
