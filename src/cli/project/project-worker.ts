import type { CodeNeeds } from "../../lock/needs-code.ts";
import { workOnShare } from "../process/parallel-map.ts";
import { type FileToRead, ProjectReader } from "./reader.ts";

workOnShare((needs: CodeNeeds) => {
	const reader = new ProjectReader(needs);
	return (file: FileToRead) => reader.read(file);
});
