import { UnrecoverableError } from "bullmq";
import { NamesakeError } from "../../base/errors.ts";

/**
 * What a step gives that nobody can mend by trying again.
 *
 * @throws UnrecoverableError for a coded error: BullMQ then fails the job at once and keeps the message as `failedReason`, and the
 *   stack of what led to it.
 */
export function unrecoverable<Result>(step: () => Result): Result {
	try {
		return step();
	} catch (error) {
		throw withoutRetry(error);
	}
}

/**
 * {@link unrecoverable}, of what is given later.
 *
 * @throws UnrecoverableError for a coded error.
 */
export async function unrecoverableLater<Result>(step: Promise<Result>): Promise<Result> {
	try {
		return await step;
	} catch (error) {
		throw withoutRetry(error);
	}
}

function withoutRetry(error: unknown): unknown {
	if (!(error instanceof NamesakeError)) return error;
	const failure = new UnrecoverableError(error.message);
	const { cause } = error;
	const stack = cause instanceof Error ? `${error.message}\ncause: ${cause.stack ?? cause.message}` : error.stack;
	Object.defineProperties(failure, {
		cause: { value: error, configurable: true, writable: true },
		stack: { value: stack, configurable: true, writable: true },
	});
	return failure;
}
