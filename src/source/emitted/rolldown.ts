/**
 * The comments with the path of each module, `//#region src/a.ts`.
 * https://github.com/rolldown/rolldown/blob/000c2eee925ce06465c8d0f06dbadf6c108bc9ac/crates/rolldown/src/utils/render_ecma_module.rs
 */
export const ROLLDOWN_MODULE: RegExp = /^\/\/#region (?:\.{0,2}\/)*[\w@./-]+\.[cm]?[jt]sx?$/gm;
