// Compiles TypeScript files when they are required; Pulumi.yaml loads this hook first. Only `tsc` checks types.
// Compiled files keep their line numbers, so that traces need no source map: the SDK takes a trace for every promise,
// and mapping these took longer than the rest of the program.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const sucrase = require("sucrase/package.json");
const { cacheDir } = require("../node/cache");

const cache = path.join(cacheDir(), "program");

/** @type {import("sucrase").Options} */
const OPTIONS = { transforms: ["typescript", "imports"], disableESTransforms: true };

// A Node.js that lacks this function is too old, which the program reports.
Module.enableCompileCache?.(path.join(cache, "node"));

/**
 * @param {NodeJS.Module} module
 * @param {string} file
 */
require.extensions[".ts"] = (module, file) => {
  // Node's own loaders call this method, but the types do not declare it.
  Reflect.get(module, "_compile").call(module, compiled(file), file);
};

/**
 * Compiled code of a file; cached while its text, the compiler's version and the options stay the same.
 *
 * @param {string} file
 */
function compiled(file) {
  const source = fs.readFileSync(file, "utf8");
  const stamp = `\n// ${hash(JSON.stringify([sucrase.version, OPTIONS, source]))}\n`;
  const cached = path.join(cache, "compiled", `${hash(file)}.js`);
  const previous = read(cached);
  if (previous?.endsWith(stamp)) {
    return previous;
  }
  // Loaded lazily: unchanged files do not need it.
  const { transform } = require("sucrase");
  const code = transform(source, { ...OPTIONS, filePath: file }).code + stamp;
  write(cached, code);
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
 * Writes atomically, since stacks may run at the same time. Ignores errors: without a cache it only takes longer.
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
