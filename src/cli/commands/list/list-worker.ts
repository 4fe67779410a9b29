import { workOnShare } from "../../process/parallel-map.ts";
import type { ListSettings } from "./list-share.ts";
import { type FileToList, Lister } from "./lister.ts";
import { transferRaw } from "./raw-transfer.ts";

workOnShare(({ anonymous, isRaw }: ListSettings) => {
	if (isRaw) transferRaw();
	const lister = new Lister(anonymous);
	return (file: FileToList) => lister.list(file);
});
