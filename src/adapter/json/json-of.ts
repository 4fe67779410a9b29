/** What is left of a type once a value of it has been written as JSON and read again. */
export type JsonOf<Value> = unknown extends Value
	? Value
	: Value extends { toJSON(...args: never[]): infer Json }
		? JsonOf<Json>
		: Value extends string | number | boolean | null | undefined
			? Value
			: Value extends ((...args: never[]) => unknown) | symbol | bigint
				? never
				: Value extends object
					? { [Key in keyof Value]: JsonOf<Value[Key]> }
					: never;
