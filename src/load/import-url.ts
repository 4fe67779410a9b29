/**
 * Imports a module that is known only when the program runs. Bundlers must leave it to the runtime: webpack and Rspack would make a
 * look-up of it among the modules that they have seen.
 * https://webpack.js.org/api/module-methods/#webpackignore, https://nextjs.org/docs/app/api-reference/turbopack#magic-comments
 */
export async function importUrl(url: string): Promise<object> {
	return (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ url)) as object;
}
