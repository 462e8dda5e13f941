// Checks the machine's requirements; each has a one-sentence error.
import { tryRun } from "./run";

const goMinor = 26;

export function checkRights(): void {
  if (process.platform !== "linux") {
    throw new Error(`the lab needs Linux (this is ${process.platform}): it runs real clusters`);
  }
  if (process.getuid?.() !== 0) {
    throw new Error("the lab needs root: it makes network namespaces. Run it with sudo");
  }
}

export async function checkGo(): Promise<void> {
  const go = await tryRun(["go", "env", "GOVERSION"]).catch(() => undefined);
  if (!go || go.code !== 0) {
    throw new Error(`the lab needs Go 1.${goMinor} or newer on PATH: it builds all it runs`);
  }
  const [, minor = "0"] = /^go1\.(\d+)/.exec(go.stdout) ?? [];
  if (Number(minor) < goMinor) {
    throw new Error(`the lab needs Go 1.${goMinor} or newer, and this is ${go.stdout.trim()}`);
  }
}
