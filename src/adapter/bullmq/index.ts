export { type TaskContext, taskContext } from "../contract/context.ts";
export type { JsonOf } from "../json/json-of.ts";
export type { TaskJobData } from "./job-data.ts";
export { taskJob } from "./task-job.ts";
export { type BulkJob, type JobTemplate, type TaskJob, TaskQueue } from "./task-queue.ts";
export { type StopOptions, TaskWorker, type TaskWorkerOptions } from "./task-worker.ts";
