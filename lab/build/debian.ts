// What the lab needs of Debian's packages: finds what is missing, asks, installs.
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline/promises";
import { cacheDir } from "../paths";
import { say, step } from "../report";
import { run, tryRun } from "../run";

const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
export const cniFolders = ["/usr/lib/cni", "/opt/cni/bin"];

/** A package is missing when a file of it is: so another vendor's containerd is left alone. */
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

/** What looks at pages; the lab itself does without. */
export const browserPackages: Packages = { chromium: ["chromium"] };

/** The packages that bring a daemon, and its unit. */
const units: Readonly<Record<string, string>> = {
  "etcd-server": "etcd",
  containerd: "containerd",
  memcached: "memcached",
};

function find(file: string): string | undefined {
  const places = [...folders, ...cniFolders].map((folder) => `${folder}/${file}`);
  return places.find((place) => fs.existsSync(place));
}

/** The absolute path of a program: a daemon entered into namespaces has no PATH to rely on. */
export function debianProgram(file: string): string {
  const place = find(file);
  if (!place) {
    throw new Error(`${file} is not installed: run \`npm run lab -- up\``);
  }
  return place;
}

/** The shared libraries of a program, its loader among them. */
export async function librariesOf(program: string): Promise<string[]> {
  const lines = (await run(["ldd", program])).split("\n");
  return lines.flatMap((line) => /(?:^|=>)\s*(\/\S+) \(/.exec(line)?.[1] ?? []);
}

export function cniFolder(): string {
  return debianProgram("host-local").replace(/\/host-local$/, "");
}

export function missingPackages(wanted = needed): string[] {
  return Object.entries(wanted)
    .filter(([, files]) => files.some((file) => !find(file)))
    .map(([name]) => name);
}

/** What apt-get said. */
const log = () => path.join(cacheDir(), "install.log");

export async function installPackages(yes: boolean, wanted = needed): Promise<void> {
  const missing = missingPackages(wanted);
  if (missing.length === 0) {
    return;
  }
  say(`Debian packages to install: ${missing.join(" ")}`);
  if (!find("apt-get")) {
    throw new Error(`this is no Debian: install ${missing.join(", ")} yourself and run it again`);
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
    // Nor at the next boot: the lab starts its own. A machine without systemd has nothing to disable.
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
    throw new Error("there is no terminal to ask on: pass --yes to let the lab install them");
  }
  const prompt = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question("Install them with apt-get? [y/N] ");
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Error("the lab cannot start without these packages");
  }
}

/** Debian starts a daemon with its package; its policy hook, while it is there, forbids that. */
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
