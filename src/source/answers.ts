/**
 * Answers that the text of a module gives once and for all. There is a table for each module, not one for all: what dies with its tree
 * costs the collector nothing.
 */
export class Answers<Module extends object, Key, Answer> {
	readonly #find: (module: Module, key: Key) => Answer;
	readonly #ofModules = new WeakMap<Module, Map<Key, Answer>>();

	constructor(find: (module: Module, key: Key) => Answer) {
		this.#find = find;
	}

	of(module: Module, key: Key): Answer {
		let answers = this.#ofModules.get(module);
		if (answers === undefined) {
			answers = new Map();
			this.#ofModules.set(module, answers);
		}
		let answer = answers.get(key);
		if (answer === undefined && !answers.has(key)) {
			answer = this.#find(module, key);
			answers.set(key, answer);
		}
		return answer as Answer;
	}
}
