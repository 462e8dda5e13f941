// Runs TypeScript files as they are: Pulumi.yaml has Node.js load this file first. `tsc` checks the types, not this.
// A compiled file keeps the lines of its source, so that a stack trace needs no source map: the SDK takes one for every
// promise, and to map them took longer than all else of the program.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const sucrase = require("sucrase/package.json");
const { cacheDir } = require("../node/cache");

const cache = path.join(cacheDir(), "program");

/** @type {import("sucrase").Options} */
const OPTIONS = { transforms: ["typescript", "imports"], disableESTransforms: true };

// A version that lacks it is too old, which the program says.
Module.enableCompileCache?.(path.join(cache, "node"));

/**
 * @param {NodeJS.Module} module
 * @param {string} file
 */
require.extensions[".ts"] = (module, file) => {
  // Node's own loaders call it, but its types leave it out.
  Reflect.get(module, "_compile").call(module, compiled(file), file);
};

/**
 * From the cache, where it was compiled from the same text by the same compiler.
 *
 * @param {string} file
 */
function compiled(file) {
  const source = fs.readFileSync(file, "utf8");
  const made = `\n// ${hash(JSON.stringify([sucrase.version, OPTIONS, source]))}\n`;
  const kept = path.join(cache, "compiled", `${hash(file)}.js`);
  const before = read(kept);
  if (before?.endsWith(made)) {
    return before;
  }
  // Loaded late: it is not needed where nothing changed.
  const { transform } = require("sucrase");
  const code = transform(source, { ...OPTIONS, filePath: file }).code + made;
  write(kept, code);
  return code;
}

/** @param {string} text */
const hash = (text) => createHash("sha256").update(text).digest("hex");

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Writes a file whole or not at all, since stacks may run at the same time. It may fail: a cache that cannot be
 * written costs time and nothing else.
 *
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  const temporary = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, text, { mode: 0o600 });
    fs.renameSync(temporary, file);
  } catch {
    // The next run compiles again.
  }
}
