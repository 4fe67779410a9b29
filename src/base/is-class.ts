/** Was a function written as `class`? It can't be called without `new`. */
export function isClass(fn: object): boolean {
	return /^class\b/.test(Function.prototype.toString.call(fn));
}
