/** A question about something that never changes, which is answered once. */
export function onceForEach<Of extends object, Answer>(find: (of: Of) => Answer): (of: Of) => Answer {
	const answers = new WeakMap<Of, { readonly answer: Answer }>();
	return (of) => {
		let known = answers.get(of);
		if (known === undefined) {
			known = { answer: find(of) };
			answers.set(of, known);
		}
		return known.answer;
	};
}

/**
 * Answers that the text of a module gives once and for all. There is a table for each module, not one for all: what dies with its tree
 * costs the collector nothing.
 */
export class Answers<Module extends object, Key, Answer> {
	readonly #find: (module: Module, key: Key) => Answer;
	readonly #ofModule = onceForEach((_: Module) => new Map<Key, Answer>());

	constructor(find: (module: Module, key: Key) => Answer) {
		this.#find = find;
	}

	of(module: Module, key: Key): Answer {
		const answers = this.#ofModule(module);
		let answer = answers.get(key);
		if (answer === undefined && !answers.has(key)) {
			answer = this.#find(module, key);
			answers.set(key, answer);
		}
		return answer as Answer;
	}
}
