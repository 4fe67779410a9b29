import { type Callable, TaskResolver } from "namesake";
import { reminders, sendReceipt } from "./tasks.ts";

/**
 * A resolver of the shop's own: tasks are asked for by the topic of an event, so that tasks can be renamed while events are
 * waiting in a queue. Another process finds the resolver by its name, and the resolver finds the task.
 */
class TopicResolver extends TaskResolver {
	override readonly name = "topics";
	readonly #tasks: ReadonlyMap<string, Callable>;

	constructor(tasks: Readonly<Record<string, Callable>>) {
		super();
		this.#tasks = new Map(Object.entries(tasks));
	}

	override loaderArgs(task: Callable): readonly string[] {
		const [topic] = [...this.#tasks].find(([, candidate]) => candidate === task) ?? [];
		if (topic === undefined) throw new Error(`no topic has the task ${task.name}`);
		return [topic];
	}

	override async loadTask([topic = ""]: readonly string[]): Promise<Callable> {
		const task = this.#tasks.get(topic);
		if (task === undefined) throw new Error(`there is no topic ${topic}`);
		return task;
	}

	override getAllTasks(): readonly Callable[] {
		return [...this.#tasks.values()];
	}
}

export const topics = new TopicResolver({
	"order.paid": sendReceipt,
	"order.late": reminders.first,
});
