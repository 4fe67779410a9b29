/* Runs the test files in NAMESAKE_UNIT in this one process: to start Node and to load the library takes longer than most of them. */
import { extname } from "node:path";

for (const file of JSON.parse(process.env["NAMESAKE_UNIT"] ?? "[]") as string[])
	await import(`./${file}${extname(import.meta.url)}`);
