import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

/** Something to try it with: `make-images [how many] [folder]`. */
const [count = "24", folder = "images"] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
for (let index = 0; index < Number(count); index += 1) {
	const colour = `hsl(${(index * 47) % 360} 70% 50%)`;
	const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="1600">
		<rect width="100%" height="100%" fill="${colour}"/><circle cx="1200" cy="800" r="${300 + ((index * 90) % 500)}" fill="white"/></svg>`;
	await sharp(Buffer.from(picture))
		.jpeg()
		.toFile(join(folder, `image-${index + 1}.jpg`));
}
console.log(`${count} images in ${folder}/`);
