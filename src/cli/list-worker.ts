import { parentPort, workerData } from "node:worker_threads";
import { type Share, type Shared, shareOf } from "./list-share.ts";
import { type FileToList, Lister } from "./listed-names.ts";

const { files, anonymous, taken } = workerData as Share;
const lister = new Lister(anonymous);
for (const indices of shareOf(taken, files.length))
	parentPort?.postMessage(indices.map((index) => [index, lister.list(files[index] as FileToList)]) satisfies Shared);
