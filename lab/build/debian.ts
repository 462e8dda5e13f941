// Finds the missing Debian packages that the lab needs, asks for consent, and installs them.
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline/promises";
import { cacheDir } from "../paths";
import { say, step } from "../report";
import { run, tryRun } from "../run";

const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
const cniFolders = ["/usr/lib/cni", "/opt/cni/bin"];

/** Files of each package: if all exist, it counts as installed, so another vendor's containerd is left alone. */
type Packages = Readonly<Record<string, readonly string[]>>;

const needed: Packages = {
  "etcd-server": ["etcd"],
  containerd: ["containerd", "ctr", "containerd-shim-runc-v2"],
  runc: ["runc"],
  "containernetworking-plugins": ["bridge", "host-local", "portmap", "loopback"],
  iptables: ["iptables"],
  conntrack: ["conntrack"],
  ipset: ["ipset"],
  iproute2: ["ip"],
  "util-linux": ["nsenter", "unshare"],
  memcached: ["memcached"],
};

/** For tests in a browser; the lab itself does not need it. */
export const browserPackages: Packages = { chromium: ["chromium"] };

/** Packages that start a systemd unit. */
const units: Readonly<Record<string, string>> = {
  "etcd-server": "etcd",
  containerd: "containerd",
  memcached: "memcached",
};

function find(file: string): string | undefined {
  const candidates = [...folders, ...cniFolders].map((folder) => `${folder}/${file}`);
  return candidates.find((location) => fs.existsSync(location));
}

/** Absolute path of a program: a daemon inside other namespaces cannot rely on PATH. */
export function debianProgram(file: string): string {
  const location = find(file);
  if (!location) {
    throw new Error(`${file} is not installed: run \`npm run lab -- up\``);
  }
  return location;
}

/** Shared libraries of a program, including its dynamic loader. */
export async function librariesOf(program: string): Promise<string[]> {
  const lines = (await run(["ldd", program])).split("\n");
  return lines.flatMap((line) => /(?:^|=>)\s*(\/\S+) \(/.exec(line)?.[1] ?? []);
}

export function cniFolder(): string {
  return debianProgram("host-local").replace(/\/host-local$/, "");
}

function missingPackages(wanted = needed): string[] {
  return Object.entries(wanted)
    .filter(([, files]) => files.some((file) => !find(file)))
    .map(([name]) => name);
}

/** Output of apt-get. */
const log = () => path.join(cacheDir(), "install.log");

export async function installPackages(yes: boolean, wanted = needed): Promise<void> {
  const missing = missingPackages(wanted);
  if (missing.length === 0) {
    return;
  }
  say(`Debian packages to install: ${missing.join(" ")}`);
  if (!find("apt-get")) {
    throw new Error(
      `apt-get is missing: install ${missing.join(", ")} yourself, and run the lab again`,
    );
  }
  await consent(yes);
  await step("install Debian packages", async (note) => {
    fs.mkdirSync(cacheDir(), { recursive: true });
    const options = {
      log: log(),
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
      onLine: (line: string) => note(line.slice(0, 80)),
    };
    await run(["apt-get", "update"], options);
    await withoutStartingServices(() =>
      run(["apt-get", "install", "--yes", "--no-install-recommends", ...missing], options),
    );
    // The lab starts its own daemons, so the units are disabled at boot too. This fails harmlessly without systemd.
    const daemons = Object.entries(units).filter(([name]) => missing.includes(name));
    await tryRun(["systemctl", "disable", ...daemons.map(([, unit]) => unit)]).catch(
      () => undefined,
    );
  });
}

async function consent(yes: boolean): Promise<void> {
  if (yes) {
    return;
  }
  if (!process.stdin.isTTY) {
    throw new Error(
      "there is no terminal to ask for consent: pass --yes to let the lab install the packages",
    );
  }
  const prompt = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question("Install them with apt-get? [y/N] ");
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Error("the lab cannot start without these packages");
  }
}

/** Debian starts the daemons of a package at installation, unless a policy-rc.d hook forbids it. */
async function withoutStartingServices<T>(work: () => Promise<T>): Promise<T> {
  const hook = "/usr/sbin/policy-rc.d";
  if (fs.existsSync(hook)) {
    return work();
  }
  fs.writeFileSync(hook, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return await work();
  } finally {
    fs.rmSync(hook);
  }
}
