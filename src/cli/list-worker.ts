import { type FileToList, Lister } from "./listed-names.ts";
import { workOnShare } from "./share.ts";

workOnShare((anonymous: boolean) => {
	const lister = new Lister(anonymous);
	return (file: FileToList) => lister.list(file);
});
