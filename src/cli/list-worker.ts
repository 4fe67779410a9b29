import type { ListSettings } from "./list-share.ts";
import { type FileToList, Lister } from "./listed-names.ts";
import { transferRaw } from "./raw-transfer.ts";
import { workOnShare } from "./share.ts";

workOnShare(({ anonymous, isRaw }: ListSettings) => {
	if (isRaw) transferRaw();
	const lister = new Lister(anonymous);
	return (file: FileToList) => lister.list(file);
});
