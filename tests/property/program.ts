import fc from "fast-check";

/**
 * Random modules. A program is a list of statements as text, over the variables `v0`, `v1` …; each refers to earlier ones only.
 * `E` is the module that the library and the helpers come from: see `prelude`.
 */
export interface Program {
	readonly statements: readonly string[];
	/** The variables that are exported, by which name. */
	readonly exports: readonly { readonly variable: string; readonly name: string }[];
	readonly hasDefault: string | undefined;
	readonly awaits: boolean;
	/** What the module does when somebody calls its `after`. */
	readonly late: readonly string[];
	/** What somebody else does to the exports `m` afterwards. */
	readonly outside: readonly string[];
	/** Of a second file of the same module name, which may be loaded or not. */
	readonly sibling: { readonly extension: string; readonly isLoaded: boolean } | undefined;
}

export type Format = "esm" | "commonjs";

const helpers: string = `
const identity = (value) => value;
const wrap = (fn) => wraps(fn, (...args) => fn(...args));
const make = () => new Plain();
const pair = () => [new Plain(), new Derived(1)];
const app = () => { const inner = new Derived(2); return { one: new Plain(), two: inner, fn: () => 1, hidden: undefined }; };
class Plain extends TrackedInstance {}
class Derived extends Plain { constructor(n) { super(); this.n = n; } }
class Parent extends Plain { constructor() { super(); this.child = new Derived(3); } }
class Field extends Plain { child = new Plain(); }
class Impostor extends Plain { constructor() { super(); return new Proxy(this, {}); } }
class Again extends Plain { constructor(deep) { super(); if (deep) this.inner = new Again(false); } }
const Mapped = tracked(Map);
`;

/** The text of a program. */
export function textOf(program: Program, format: Format): string {
	const names = "TrackedInstance, task, tracked, wraps";
	const lines = [
		format === "esm" ? `import { ${names} } from "namesake";` : `const { ${names} } = require("namesake");`,
		helpers,
		...program.statements,
	];
	for (const { variable, name } of program.exports)
		lines.push(format === "esm" ? `export { ${variable} as ${name} };` : `exports.${name} = ${variable};`);
	const late = `function after() { ${program.late.join(" ")} }`;
	lines.push(format === "esm" ? `export ${late}` : `${late}\nexports.after = after;`);
	if (program.hasDefault !== undefined)
		lines.push(format === "esm" ? `export default ${program.hasDefault};` : `exports.default = ${program.hasDefault};`);
	return `${lines.join("\n")}\n`;
}

const key = fc.constantFrom("a", "b", "c", "deep", '"x y"', "0", "7", '"then it"', "default", "name");

function access(text: string): string {
	return /^[a-z]+$/.test(text) ? `.${text}` : `[${text}]`;
}

/** Expressions over the variables before `count`. */
function expression(count: number, awaits: boolean): fc.Arbitrary<string> {
	const variable = count === 0 ? fc.constant("identity") : fc.nat(count - 1).map((index) => `v${index}`);
	const { value } = fc.letrec<{ value: string }>((tie) => {
		const inner = tie("value") as fc.Arbitrary<string>;
		const leaf: fc.Arbitrary<string>[] = [
			fc.constant("() => 1"),
			fc.constant("async (x) => x"),
			fc.constant("function () {}"),
			fc.constant("function named() {}"),
			fc.constant("(() => () => 2)()"),
			fc.constant("class { static s() {} m() {} static f = () => {}; get g() { return 1 } }"),
			fc.constant("class Named extends Plain { static e = new Plain(); constructor() { super() } }"),
			fc.constant("new Plain()"),
			fc.constant("new Derived(1)"),
			fc.constant("new Parent()"),
			fc.constant("new Field()"),
			fc.constant("new Again(true)"),
			fc.constant("new Impostor()"),
			fc.constant("new Mapped()"),
			fc.constant("task(() => 1)"),
			fc.constant("task(task(() => 1))"),
			fc.constant("wrap(function wrapped() {})"),
			fc.constant("wrap(wrap(() => 3))"),
			fc.constant("make()"),
			fc.constant("pair()"),
			fc.constant("app()"),
			fc.constant("[1, 2].map(() => new Plain())"),
			fc.constant("JSON.stringify(new Plain())"),
			variable,
		];
		if (awaits)
			leaf.push(fc.constant("await (async () => { await 0; return new Plain(); })()"), fc.constant("await make()"));
		return {
			value: fc.oneof(
				{ maxDepth: 3, depthSize: "small" },
				fc.oneof(...leaf),
				fc
					.array(fc.tuple(key, inner), { maxLength: 3 })
					.map((pairs) => `({ ${pairs.map(([k, v]) => `${k}: ${v}`).join(", ")} })`),
				fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
				fc.tuple(variable, key).map(([name, k]) => `(${name}?.${access(k).replace(/^\./, "")})`),
				inner.map((text) => `(${text})`),
				inner.map((text) => `identity(${text})`),
				inner.map((text) => `Object.freeze(${text})`),
				inner.map((text) => `(Math.PI > 3 ? ${text} : null)`),
				inner.map((text) => `(undefined ?? ${text.includes("=>") ? `(${text})` : text})`),
				variable.map((name) => `({ ...${name} })`),
				inner.map((text) => `Object.assign({}, ${text})`),
			),
		};
	});
	return value;
}

function statement(index: number, awaits: boolean): fc.Arbitrary<string> {
	const name = `v${index}`;
	const value = expression(index, awaits);
	const before = index === 0 ? fc.constant("identity") : fc.nat(index - 1).map((earlier) => `v${earlier}`);
	const attempt = (text: string) => `try { ${text} } catch {}`;
	return fc.oneof(
		{ weight: 6, arbitrary: value.map((text) => `const ${name} = ${text};`) },
		value.map((text) => `let ${name}; ${name} = ${text};`),
		fc.tuple(value, value).map(([one, two]) => `let ${name} = ${one}; ${name} = ${two};`),
		fc.constant(`function ${name}() { return function inner() {}; }`),
		fc.constant(
			`class ${name} extends Plain { static own = new Plain(); static { this.made = new ${name}(); } static go() {} run() {} }`,
		),
		fc.tuple(value, value).map(([one, two]) => `const { p: ${name}, ...rest${index} } = { p: ${one}, q: ${two} };`),
		fc.tuple(value, value).map(([one, two]) => `const [, ${name} = ${one}] = [${two}];`),
		fc
			.tuple(before, key, value)
			.map(([earlier, k, text]) => `const ${name} = ${earlier}; ${attempt(`${earlier}${access(k)} = ${text};`)}`),
		fc.tuple(before, key).map(([earlier, k]) => `const ${name} = 0; ${attempt(`delete ${earlier}${access(k)};`)}`),
		fc.constant(`const ${name} = {}; for (const n of ["x", "y"]) ${name}[n] = new Plain();`),
		fc.constant(`const ${name} = []; for (let i = 0; i < 2; i++) ${name}.push(task(() => i));`),
		// Asked while the module runs.
		fc
			.tuple(before, value)
			.map(([earlier, text]) => `globalThis.ask?.(${earlier}); let ${name} = ${text}; globalThis.ask?.(${name});`),
		fc.tuple(value, value).map(([one, two]) => `let ${name} = ${one}; globalThis.ask?.(${name}); ${name} = ${two};`),
		fc.tuple(before, use(before, value, key)).map(([earlier, text]) => `const ${name} = ${earlier}; ${attempt(text)}`),
		fc
			.tuple(before, use(before, value, key), fc.constantFrom("later();", "[1].map(later);", "identity(later)();", ""))
			.map(
				([earlier, text, call]) =>
					`const ${name} = [${earlier}]; { const later = () => { ${attempt(text)} }; ${call} }`,
			),
		fc
			.tuple(before, use(before, value, key), fc.constantFrom(`${name}();`, `identity(${name});`, ""))
			.map(([, text, call]) => `function ${name}() { ${attempt(text)} } ${call}`),
		fc
			.tuple(value, value, key, fc.constantFrom("m", "n", "s", "get"))
			.map(
				([one, two, k, called]) =>
					`const ${name} = { a: ${one}, c: ${two}, m() { this${access(k)} = ${two}; }, n() { return this; }, get: () => 1, s: identity }; ${attempt(`${name}.${called}();`)}`,
			),
		fc
			.tuple(value, value, key, fc.constantFrom("s()", "t()", "create()", "prototype.m.call(this)"))
			.map(
				([one, two, k, call]) =>
					`class ${name} extends Plain { static a = ${one}; static c() {} m() {} static s() { this${access(k)} = ${two}; } static t() { return new this(); } static create = () => new ${name}(); } ${attempt(`${name}.${call};`)} ${attempt(`${name}.prototype.run = ${two};`)}`,
			),
		fc
			.tuple(value, value, key, key)
			.map(
				([one, two, k, l]) =>
					`const ${name} = {}; ${attempt(`${name}${access(k)} = ${one}; ${name}${access(l)} = ${two};`)} function f${index}() {} f${index}.a = ${two}; ${attempt(`${name}.f = f${index};`)}`,
			),
		fc
			.tuple(value)
			.map(([text]) => `const ${name} = (() => { const v0 = ${text.replace(/\bawait\b/g, "")}; return { v0 }; })();`),
	);
}

/** What reads a container, and what writes to it in a roundabout way. */
function use(
	before: fc.Arbitrary<string>,
	value: fc.Arbitrary<string>,
	key: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
	return fc.oneof(
		fc
			.tuple(
				before,
				fc.constantFrom(
					...[
						"Object.keys(@);",
						"Object.values(@);",
						"JSON.stringify(@);",
						"({ ...@ });",
						"[...@];",
						"for (const one in @);",
					],
					...[
						"Object.freeze(@);",
						"new Map(Object.entries(@));",
						"@ instanceof Plain;",
						"@?.hasOwnProperty('a');",
						"new @();",
					],
					...[
						"@();",
						"@?.n();",
						"@?.m();",
						"identity({ @ });",
						"(@, 1);",
						"const { a } = @;",
						"`${@}`;",
						"new (class extends @ {})();",
					],
				),
			)
			.map(([name, text]) => text.replaceAll("@", name)),
		fc
			.tuple(
				before,
				value,
				key,
				fc.constantFrom(
					...[
						"identity(@)# = $;",
						"[@][0]# = $;",
						"({ o: @ }).o# = $;",
						"for (const one of [@]) one# = $;",
						"(@ ?? 1)# = $;",
					],
					...[
						"Object.freeze(@)# = $;",
						"const other = @; other# = $;",
						"const { ...other } = @; other# = $;",
						"(0, @)# = $;",
					],
					...[
						"Object.values(@).forEach((one) => { one# = $; });",
						"[...@].forEach((one) => { one# = $; });",
						"Object.assign(@, $);",
					],
					...[
						"for (const one of Object.values(@)) one# = $;",
						"@.constructor# = $;",
						"@.prototype# = $;",
						"Reflect.set(@, 'a', $);",
					],
				),
			)
			.map(([name, text, k, template]) =>
				template
					.replaceAll("@", name)
					.replaceAll("#", access(k))
					.replaceAll("$", () => text),
			),
	);
}

/**
 * Writes to what the variables before `count` are and hold.
 *
 * @param name gives the expression for a variable.
 * @param moves whether values go to other places, too. Where somebody else has put a value into an object that its module fills by a loop or a call,
 *   nothing tells that from what the module has put there.
 */
function writes(count: number, name: (index: number) => string, moves: boolean): fc.Arbitrary<string[]> {
	const variable = fc.nat(count - 1).map(name);
	const made = fc.constantFrom("() => 4", "new (class extends Array {})()", "{}");
	const write = fc.oneof(
		...(moves
			? [
					fc.tuple(variable, variable).map(([a, b]) => `[${a}, ${b}] = [${b}, ${a}];`),
					fc.tuple(variable, variable).map(([a, b]) => `${a} = ${b};`),
					fc
						.tuple(variable, key, key)
						.map(([a, k, l]) => `[${a}${access(k)}, ${a}${access(l)}] = [${a}${access(l)}, ${a}${access(k)}];`),
					fc.tuple(variable, key, variable).map(([a, k, b]) => `${a}${access(k)} = ${b};`),
					fc.tuple(variable, variable).map(([a, b]) => `${a}.push(${b});`),
					variable.map((a) => `${a}.reverse();`),
					fc.tuple(variable, variable).map(([a, b]) => `Object.assign(${a}, ${b});`),
				]
			: []),
		fc.tuple(variable, made).map(([a, text]) => `${a} = ${text};`),
		fc.tuple(variable, key).map(([a, k]) => `delete ${a}${access(k)};`),
	);
	return fc.array(
		write.map((text) => `try { ${text} } catch {}`),
		{ maxLength: 3 },
	);
}

/**
 * A program of up to eight statements.
 *
 * @param siblings extensions of files that may stand beside it.
 */
export function programs(awaits: boolean, siblings: readonly string[] = []): fc.Arbitrary<Program> {
	return fc
		.integer({ min: 1, max: 8 })
		.chain((length) =>
			fc.record({
				statements: fc.tuple(...Array.from({ length }, (_, index) => statement(index, awaits))),
				exports: fc.array(
					fc.record({ variable: fc.nat(length - 1), name: fc.constantFrom("own", "own", "own", "alpha", "zed") }),
					{ minLength: 1, maxLength: 6 },
				),
				hasDefault: fc.option(fc.nat(length - 1), { nil: undefined }),
				late: writes(length, (index) => `v${index}`, true),
				outside: writes(length, (index) => `m.v${index}`, false),
				sibling: fc.oneof(
					{ weight: 4, arbitrary: fc.constant(undefined) },
					...(siblings.length === 0
						? []
						: [fc.record({ extension: fc.constantFrom(...siblings), isLoaded: fc.boolean() })]),
				),
			}),
		)
		.map(({ statements, exports, hasDefault, late, outside, sibling }) => ({
			statements,
			late,
			outside,
			sibling,
			exports: unique(
				exports.map(({ variable, name }) => ({
					variable: `v${variable}`,
					name: name === "own" ? `v${variable}` : name,
				})),
			),
			hasDefault: hasDefault === undefined ? undefined : `v${hasDefault}`,
			awaits,
		}));
}

function unique<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
	return [...new Map(items.map((item) => [item.name, item])).values()];
}
