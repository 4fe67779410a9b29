import pc from "picocolors";

export type Colours = ReturnType<typeof pc.createColors>;

/** Colours for a stream: on a terminal, unless NO_COLOR asks for none; elsewhere only if FORCE_COLOR asks for them. */
export function coloursOf(stream: NodeJS.WriteStream): Colours {
	return pc.createColors(hasColours(stream));
}

export function hasColours(stream: NodeJS.WriteStream): boolean {
	const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
	// https://no-color.org, https://force-color.org
	if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
	if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
	return stream.isTTY === true && TERM !== "dumb";
}

/** Whoever reads may stop at any time: `namesake list | head`. */
export function allowClosedPipes(): void {
	for (const stream of [process.stdout, process.stderr])
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code === "EPIPE") process.exit();
			throw error;
		});
}

/** Writes a text and waits until the system has it. */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
	await new Promise<void>((resolve) => {
		stream.write(text, () => resolve());
	});
}
