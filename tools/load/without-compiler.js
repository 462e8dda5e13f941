// Keeps the TypeScript compiler out of the program. The SDK loads it at every run, to turn functions into text for dynamic
// providers and callbacks, of which this program has none.
const Module = require("node:module");

/** The SDK's only way to the compiler. */
const SHIM = "@pulumi/pulumi/typescript-shim";

/** @returns {string | undefined} */
function find() {
  try {
    return require.resolve(SHIM);
  } catch {
    // A version of the SDK that loads it in another way, or not at all.
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
 * The compiler after all, should something use it.
 *
 * @param {string} file
 */
function compiler(file) {
  delete require.cache[file];
  return require(file);
}
