/** Memoizes what is derived from an object that never changes. */
export function memoizeWeak<Of extends object, Answer>(find: (of: Of) => Answer): (of: Of) => Answer {
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
 * Memoizes what the text of a module gives. A table for each module is collected with its tree, where one for all would have to be
 * searched by the collector.
 */
export class ModuleCache<Module extends object, Key, Answer> {
	readonly #find: (module: Module, key: Key) => Answer;
	readonly #ofModule = memoizeWeak((_: Module) => new Map<Key, Answer>());

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
