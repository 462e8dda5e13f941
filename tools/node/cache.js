// Folder for downloaded and built files: $THANOS_FLEET_CACHE, else `thanos-fleet` in the user's cache folder.
const os = require("node:os");
const path = require("node:path");

/** @returns {string} */
function cacheDir() {
  const configured = process.env.THANOS_FLEET_CACHE;
  if (configured) {
    return path.resolve(configured);
  }
  const base = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
  return path.join(base, "thanos-fleet");
}

module.exports = { cacheDir };
