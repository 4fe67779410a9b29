import { capture } from "../origin/call-site.ts";
import { recordOrigin } from "./record.ts";
import { type Tracking, trackingProperties } from "./tracked-instance.ts";

// A mixin's argument: TypeScript accepts any class here only with `any`.
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyClass = abstract new (...args: any[]) => object;

/**
 * Makes the instances of a class tracked that has a base of its own, as a decorator or by a call. The class stays what it is:
 * its static members, `instanceof` and `new.target` are those of the class that was given.
 *
 * @param Class the class; it is not changed.
 * @returns the class, whose instances have the members of {@link Tracking}.
 * @example
 * ```ts
 * @tracked
 * class Mailer extends EventEmitter {}
 * export const mailer = new Mailer();
 *
 * const TrackedMap = tracked(Map);
 * export const cache = new TrackedMap();
 * cache.lhs; // "cache"
 * ```
 */
export function tracked<Class extends AnyClass>(
	Class: Class,
	_context?: ClassDecoratorContext<Class>,
	// biome-ignore lint/suspicious/noExplicitAny: with any, TypeScript adds the members to the instances
): Class & (new (...args: any[]) => Tracking) {
	const construct = (target: Class, args: unknown[], newTarget: AnyClass): object => {
		const instance = Reflect.construct(target as unknown as new () => object, args, newTarget) as object;
		recordOrigin(instance, "instance", capture(construct as never));
		addMembers(instance);
		return instance;
	};
	return new Proxy(Class, { construct } as ProxyHandler<Class>) as never;
}

const properties = trackingProperties();

/** Members that the class has itself are left alone, and so is a frozen instance: `extractTaskModule` knows it even so. */
function addMembers(instance: object): void {
	for (const [key, property] of Object.entries(properties))
		if (!(key in instance) && property !== undefined) Reflect.defineProperty(instance, key, property);
}
