import type { CodeNeeds } from "../lock/needs-code.ts";
import { type FileToRead, ProjectReader } from "./project-reader.ts";
import { workOnShare } from "./share.ts";

workOnShare((needs: CodeNeeds) => {
	const reader = new ProjectReader(needs);
	return (file: FileToRead) => reader.read(file);
});
