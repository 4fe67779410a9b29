/** P12: imports the modules of a project in one process. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [, , project = ""] = argv;
const { files } = await import(pathToFileURL(`${project}/src/all.ts`).href);
for (const file of files) await import(pathToFileURL(`${project}/${file}`).href);
