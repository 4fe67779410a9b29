/*
 * An object that is written out inherits from Object.prototype, and so whatever another library or an attack has put there: as an
 * option that nobody gave, as a setting of a package.json, as half of a property descriptor.
 */

/** An option that was given. */
export function ownOption<Options extends object, Key extends keyof Options>(
	options: Options,
	key: Key,
): Options[Key] | undefined {
	return Object.hasOwn(options, key) ? options[key] : undefined;
}

/** A descriptor for `defineProperty` that says what it says, and no more. */
export function ownDescriptor(descriptor: PropertyDescriptor): PropertyDescriptor {
	return Object.assign(Object.create(null), descriptor) as PropertyDescriptor;
}

const writtenOut: object = {};

/**
 * The descriptor of a property that nobody sees or writes, as {@link ownDescriptor} makes it; where nothing has been put into Object.prototype that
 * would count, as one that is written out: with such a one V8 defines a property in half the time.
 */
export function hiddenValue(value: unknown): PropertyDescriptor {
	const descriptor = { value, writable: false, enumerable: false, configurable: true };
	return "get" in writtenOut || "set" in writtenOut ? ownDescriptor(descriptor) : descriptor;
}

/** What `JSON.parse` has made, inheriting nothing all the way down. It is changed. */
export function withoutPrototypes<Value>(value: Value): Value {
	if (typeof value !== "object" || value === null) return value;
	if (!Array.isArray(value)) Object.setPrototypeOf(value, null);
	for (const member of Object.values(value)) withoutPrototypes(member);
	return value;
}

/** The descriptor of an own property; what it does not say is not inherited either. */
export function ownProperty(object: object, key: PropertyKey): PropertyDescriptor | undefined {
	const descriptor = Object.getOwnPropertyDescriptor(object, key);
	return descriptor === undefined ? undefined : Object.setPrototypeOf(descriptor, null);
}

/** `key in object`, of which only what is the object's own counts. */
export function hasOwn<Value extends object, Key extends PropertyKey>(
	object: Value,
	key: Key,
): object is Extract<Value, Partial<Record<Key, unknown>>> {
	return Object.hasOwn(object, key);
}
