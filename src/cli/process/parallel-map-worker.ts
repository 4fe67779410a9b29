import { serveParallelMap } from "./parallel-map.ts";

await serveParallelMap();
