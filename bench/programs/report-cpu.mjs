/** Preloaded into what is measured: says on file descriptor 3 how much processor time its process took, on all threads. */
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) process.once("exit", () => writeSync(3, JSON.stringify(process.cpuUsage())));
