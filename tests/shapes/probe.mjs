// Runs inside the fixture's process. The main program hands over how it reaches namesake (`lib`) and a module of the corpus
// (`reach`); what is seen goes to stdout, one line of JSON for each row. Nothing is judged here: see check.ts.

/**
 * @param {{ lib: any, reach: (module: { file: string, commonjs: boolean }) => any }} host
 * @param {import("./protocol.ts").Task} task
 */
export async function probe(host, task) {
	// Outside of every module body: what is made from here on is made at run time.
	await new Promise((resolve) => setImmediate(resolve));
	if (task.what === "observe") await observe(host, task);
	else await loadFresh(host, task);
}

async function observe(host, task) {
	const loaded = await loadAll(host, task.modules);
	const evaluate = evaluators(host.lib, task.modules, loaded, task.rows);
	for (const [index, row] of task.rows.entries()) {
		const seen = await observeRow(host.lib, row, evaluate[index]);
		write({ row: row.index, seen });
	}
	write({ done: task.rows.length });
}

/** Loads every name before any module is reached by another way, then compares. */
async function loadFresh(host, task) {
	const values = [];
	for (const row of task.rows) values.push(await attempt(async () => [await host.lib.load(row.name)]));
	const loaded = await loadAll(host, task.modules);
	const evaluate = evaluators(host.lib, task.modules, loaded, task.rows);
	for (const [index, row] of task.rows.entries()) {
		const { value, error } = values[index];
		const expected = await attempt(evaluate[index]);
		const same = value !== undefined && expected.value !== undefined && value[0] === expected.value[0];
		write({ row: row.index, seen: error ?? expected.error ?? (same ? "identical" : "different") });
	}
	write({ done: task.rows.length });
}

async function loadAll(host, modules) {
	const loaded = new Map();
	for (const [key, module] of Object.entries(modules)) {
		if (module.unloaded) continue;
		const { value, error } = await attempt(async () => [await host.reach(module)]);
		if (error === undefined) loaded.set(key, value[0]);
		else write({ module: key, seen: error });
	}
	return loaded;
}

/**
 * For each row a function that gives its value, in an array: a value may have a `then`. They are one script: whoever asks V8
 * for the list of scripts, as namesake does, would get one more for each row.
 */
function evaluators(lib, modules, loaded, rows) {
	const module = (key) => {
		if (!loaded.has(key)) throw new Error(`${key} is not loaded`);
		return loaded.get(key);
	};
	const names = {
		mod: module,
		kept: (key) => module("keep").kept(key),
		lib,
		// What a module of CommonJS exports as `default`, or as a whole.
		whole: (m) => (Object.hasOwn(m, "default") ? m.default : m),
		url: (key) => modules[key].url,
		code: async (ask) => (await attempt(async () => void (await ask()))).error?.code ?? "no error",
	};
	const texts = rows.map((row) => `async (m) => [${row.get}\n]`);
	const made = new Function(...Object.keys(names), `return [${texts.join(",\n")}]`)(...Object.values(names));
	return rows.map((row, index) => () => made[index](loaded.get(row.key)));
}

async function observeRow(lib, row, get) {
	const got = await attempt(get);
	if (got.error !== undefined) return { get: got.error };
	const [value] = got.value;
	switch (row.kind) {
		case "equals":
			return { value };
		case "input":
			return observeLoad(lib, value);
		case "fails":
			return { call: await observeCall(lib, row.call, value) };
		case "instance":
		case "site":
			return { ...(await observeInstance(value)), task: await observeTask(lib, value) };
		case "never":
			return {
				task: await observeTask(lib, value),
				...("findLhs" in Object(value) ? await observeInstance(value) : {}),
			};
		default:
			return { task: await observeTask(lib, value) };
	}
}

async function observeInstance(value) {
	return {
		instantiatedIn: await answer(() => value.instantiatedIn),
		lhs: await answer(() => value.lhs),
		location: await answer(() => value.location),
		found: await answer(() => value.findLhs()),
		lhsAfter: await answer(() => value.lhs),
		locationAfter: await answer(() => value.location),
	};
}

async function observeTask(lib, value) {
	const { value: task, error } = await attempt(() => lib.extractTaskModule(value));
	if (error !== undefined) return { error };
	const { name, moduleName, functionName, fullPath, loadable, reason } = task;
	const isFunction = typeof value === "function";
	return {
		name,
		moduleName,
		functionName,
		fullPath,
		loadable,
		reason,
		nested: isFunction ? await answer(() => lib.isNested(value)) : undefined,
		wrapped: isFunction ? await answer(() => lib.isWrappedModuleLevel(value)) : undefined,
		load: await attempt(async () => ((await lib.load(name)) === value ? "identical" : "different")).then(
			({ value: same, error: thrown }) => same ?? thrown,
		),
	};
}

async function observeCall(lib, call, value) {
	if (call === "lhs") return answer(() => value.lhs);
	if (call === "findLhs") return answer(() => value.findLhs());
	if (call === "extractTaskModule") return answer(() => lib.extractTaskModule(value).name);
	return answer(async () => typeof (await lib.load(value)));
}

async function observeLoad(lib, name) {
	return { call: await answer(async () => typeof (await lib.load(name))) };
}

/** What a call gives, or `{ code, … }` of what it throws. */
async function answer(ask) {
	const { value, error } = await attempt(ask);
	return error ?? value;
}

async function attempt(ask) {
	try {
		return { value: await ask() };
	} catch (error) {
		return { error: describe(error) };
	}
}

function describe(error) {
	return {
		code: error?.code ?? `no code: ${error?.name}`,
		message: String(error?.message ?? error).slice(0, 600),
		stack: error?.name === "NamesakeError" ? undefined : String(error?.stack).slice(0, 900),
		nearest: error?.nearest,
		cause: error?.cause?.message,
	};
}

function write(line) {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}
