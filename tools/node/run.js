// Runs a command on a supported Node.js: `node tools/node/run.js mocha --bail`.
const { spawn } = require("node:child_process");
const os = require("node:os");
const path = require("node:path");
const { choose, tooOld } = require("./choice");
const { install } = require("./install");

/** @returns {NodeJS.ProcessEnv} */
function environment() {
  const { version, platform, arch } = process;
  switch (choose({ version, platform, arch })) {
    case "own":
      return process.env;
    case "pinned": {
      const folders = [install(tooOld(version)), process.env.PATH ?? ""];
      return { ...process.env, PATH: folders.join(path.delimiter) };
    }
    case "none":
      throw new Error(`${tooOld(version)}: install a newer one`);
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const child = spawn(command, args, { stdio: "inherit", env: environment() });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", fail);
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]);
  });
}

/** @param {unknown} error */
function fail(error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

// A terminal sends SIGINT to the command as well; this process waits for it to exit.
process.on("SIGINT", () => undefined);

const [command, ...args] = process.argv.slice(2);
try {
  if (command === undefined) {
    throw new Error("usage: node tools/node/run.js COMMAND [ARGUMENT]...");
  }
  run(command, args);
} catch (error) {
  fail(error);
}
