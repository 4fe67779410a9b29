/**
 * The runtime of webpack and Rspack.
 * https://github.com/webpack/webpack/blob/015067220543f902e61dca1cbef16d823de2a1c3/lib/RuntimeGlobals.js
 */
export const WEBPACK_RUNTIME: RegExp = /\b__(?:webpack|rspack)_(?:require|modules)__\b/;
