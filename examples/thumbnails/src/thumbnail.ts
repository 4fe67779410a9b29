import { mkdir, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { task } from "namesake";
import sharp from "sharp";

export interface Image {
	readonly input: string;
	readonly output: string;
	/** In pixels. */
	readonly width: number;
}

export interface Thumbnail {
	readonly input: string;
	/** In bytes. */
	readonly size: number;
	/** Why there is none. */
	readonly problem?: string;
}

/** Makes a thumbnail. To do it twice does no harm: the file is there as a whole or not at all. */
export const makeThumbnail = task(async ({ input, output, width }: Image): Promise<Thumbnail> => {
	await mkdir(dirname(output), { recursive: true });
	const unfinished = `${output}.${process.pid}.${Math.random().toString(36).slice(2)}`;
	try {
		const { size } = await sharp(input).rotate().resize({ width, withoutEnlargement: true }).webp().toFile(unfinished);
		await rename(unfinished, output);
		return { input, size };
	} catch (error) {
		return { input, size: 0, problem: error instanceof Error ? error.message : String(error) };
	}
});
