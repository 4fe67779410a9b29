import type { Cell } from "../cell.ts";
import { tool } from "../place.ts";

const TSX = import.meta.resolve("tsx");

/** The newest of each line that strips types by itself. */
const NODES = ["22", "24", "26"];

export const nodes: readonly Cell[] = [
	{
		group: "loader",
		name: "Node 20, tsx",
		setup: "`node --import tsx`",
		run: (place) => place.rows(process.execPath, ["--import", TSX, "src/main.ts"]),
	},
	...NODES.map(
		(version): Cell => ({
			group: "runtime",
			name: `Node ${version}, types stripped`,
			setup: "nothing",
			run: (place) => place.rows(tool(`node-${version}`, "bin", "node"), ["src/main.ts"]),
		}),
	),
];
