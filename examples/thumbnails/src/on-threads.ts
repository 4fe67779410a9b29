import { TaskPool } from "namesake/pool";
import { imagesToDo } from "./images.ts";
import { showProgress, summarize } from "./progress.ts";
import { makeThumbnail } from "./thumbnail.ts";

const images = await imagesToDo();
const start = performance.now();
const bar = showProgress(images.length);
const pool = new TaskPool();
const thumbnails = await pool.map(makeThumbnail, images, { onProgress: ({ done }) => bar.update(done) });
await pool.close();
bar.stop();
summarize(thumbnails, performance.now() - start);
