import type { ErrorCode } from "../../base/errors.ts";

/** What a command says with its exit code. */
export const EXIT = {
	/** The answer is there, or is "yes". */
	fine: 0,
	/** The answer is "no": a task throws, a module can't be loaded, a file has a syntax error. */
	no: 1,
	/** The question was wrong: an unknown name, bad usage. */
	wrong: 2,
} as const;

/** A wrong way to call the command; not an error of the library. */
export class UsageError extends Error {
	override readonly name = "UsageError";
	/** What was written, with a caret below the mistake. */
	readonly frame: readonly string[];
	readonly fix: string | undefined;

	constructor(message: string, { frame = [], fix }: { frame?: readonly string[]; fix?: string } = {}) {
		super(message);
		this.frame = frame;
		this.fix = fix;
	}
}

const WRONG_QUESTIONS: ReadonlySet<ErrorCode> = new Set([
	"CANNOT_LOCATE",
	"EXPORT_NOT_FOUND",
	"FORBIDDEN_MODULE",
	"INVALID_NAME",
	"MODULE_NOT_FOUND",
	"NESTED",
	"NOT_A_TASK",
	"NOT_EXPORTED",
	"OUTSIDE_ROOT",
]);

/** The exit code for an error that came before any task has run. */
export function exitCodeOf(code: ErrorCode): number {
	return WRONG_QUESTIONS.has(code) ? EXIT.wrong : EXIT.no;
}

/** Whoever reads may stop at any time: `namesake list | head`. */
export function allowClosedPipes(): void {
	for (const stream of [process.stdout, process.stderr])
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code === "EPIPE") process.exit();
			throw error;
		});
}
