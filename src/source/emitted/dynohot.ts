/**
 * dynohot runs the statements of a module in a generator function, and puts others in their place when the file changes. What the module itself
 * exports is a function of dynohot's (measured on dynohot 1.2.1).
 */
export const DYNOHOT_MODULE: RegExp = /^import \{ acquire \} from "hot:runtime";$/m;
