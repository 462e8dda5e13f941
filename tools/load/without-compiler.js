// Keeps the SDK from loading the TypeScript compiler at every run. It serializes functions with it, for dynamic
// providers and callbacks, which this program does not use.
const Module = require("node:module");

/** The only module of the SDK that loads the compiler. */
const SHIM = "@pulumi/pulumi/typescript-shim";

/** @returns {string | undefined} */
function find() {
  try {
    return require.resolve(SHIM);
  } catch {
    // This version of the SDK loads the compiler elsewhere, or not at all.
    return undefined;
  }
}

const file = find();
if (file !== undefined) {
  const shim = new Module(file);
  shim.loaded = true;
  shim.exports = new Proxy({}, { get: (_, name) => name === "__esModule" || compiler(file)[name] });
  require.cache[file] = shim;
}

/**
 * Loads the compiler when something uses it after all.
 *
 * @param {string} file
 */
function compiler(file) {
  delete require.cache[file];
  return require(file);
}
