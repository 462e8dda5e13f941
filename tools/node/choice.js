// Chooses the Node.js to run the project on: the machine's own, or the pinned one if that is too old.
const { engines } = require("../../package.json");

/** The oldest supported version, from `engines` in package.json. */
const oldest = engines.node.replace(/^>=/, "");

/** @param {string} version */
const numbers = (version) => version.replace(/^v/, "").split(".").map(Number);

/**
 * @param {string} version as `process.version` has it
 * @returns {boolean}
 */
function isSupported(version) {
  const [major = 0, minor = 0] = numbers(version);
  const [oldestMajor = 0, oldestMinor = 0] = numbers(oldest);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * @param {string} version
 * @returns {string}
 */
function tooOld(version) {
  return `thanos-fleet needs Node.js ${oldest} or newer, and this is ${version}`;
}

/**
 * @param {{ version: string, platform: string, arch: string }} machine
 * @returns {"own" | "pinned" | "none"} "none": too old, and npm has no pinned Node.js for this platform
 */
function choose({ version, platform, arch }) {
  if (isSupported(version)) {
    return "own";
  }
  return platform === "linux" && arch === "x64" ? "pinned" : "none";
}

module.exports = { choose, isSupported, tooOld };
