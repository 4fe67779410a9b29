import { UnrecoverableError } from "bullmq";
import { NamesakeError } from "../../errors.ts";

/**
 * What a step gives that nobody can mend by trying again.
 *
 * @throws UnrecoverableError for a coded error: BullMQ then fails the job at once and keeps the message as `failedReason`, and the
 *   stack of what led to it.
 */
export async function unrecoverable<Result>(step: () => Result | Promise<Result>): Promise<Result> {
	try {
		return await step();
	} catch (error) {
		if (!(error instanceof NamesakeError)) throw error;
		const failure = new UnrecoverableError(error.message);
		const { cause } = error;
		const stack = cause instanceof Error ? `${error.message}\ncause: ${cause.stack ?? cause.message}` : error.stack;
		Object.defineProperties(failure, {
			cause: { value: error, configurable: true, writable: true },
			stack: { value: stack, configurable: true, writable: true },
		});
		throw failure;
	}
}
