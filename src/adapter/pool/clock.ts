import { type Piscina, queueOptionsSymbol } from "piscina";

type Options = NonNullable<ConstructorParameters<typeof Piscina>[0]>;
type Balancer = NonNullable<Options["loadBalancer"]>;

/** A request that wants to know when a worker takes it. The key is a symbol, which is not sent. */
export interface Clocked {
	readonly [queueOptionsSymbol]?: { readonly taken: () => void };
}

/** A balancer that tells a task when a worker takes it: for how long it has waited before does not count for its timeout. */
export function clocked(options: Options): Balancer {
	const balance = options.loadBalancer ?? leastBusy(options.concurrentTasksPerWorker ?? 1);
	return (task, workers) => {
		const candidate = balance(task, workers);
		if (candidate !== null && candidate !== undefined)
			(task as { [queueOptionsSymbol]: { taken?: () => void } | null })[queueOptionsSymbol]?.taken?.();
		return candidate;
	};
}

/** Piscina's own, which it does not export: https://github.com/piscinajs/piscina/blob/v5.3.2/src/worker_pool/balancer/index.ts */
function leastBusy(maximumUsage: number): Balancer {
	return (task, workers) => {
		let candidate: (typeof workers)[number] | null = null;
		let checkpoint = maximumUsage;
		for (const worker of workers) {
			if (worker.currentUsage === 0) return worker;
			if (worker.isRunningAbortableTask || task.isAbortable || worker.currentUsage >= checkpoint) continue;
			candidate = worker;
			checkpoint = worker.currentUsage;
		}
		return candidate;
	};
}
