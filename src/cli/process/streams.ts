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
