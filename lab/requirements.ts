// Checks the machine's requirements; each has a one-sentence error.
import { tryRun } from "./run";

const goMinor = 26;

export function checkRights(): void {
  if (process.platform !== "linux") {
    throw new Error(
      `the lab needs Linux, since it runs real clusters; this is ${process.platform}`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new Error("the lab needs root, since it creates network namespaces: run it with sudo");
  }
}

export async function checkGo(): Promise<void> {
  const go = await tryRun(["go", "env", "GOVERSION"]).catch(() => undefined);
  if (!go || go.code !== 0) {
    throw new Error(`the lab needs Go 1.${goMinor} or newer on PATH, since it builds its programs`);
  }
  const [, minor = "0"] = /^go1\.(\d+)/.exec(go.stdout) ?? [];
  if (Number(minor) < goMinor) {
    throw new Error(`the lab needs Go 1.${goMinor} or newer; this is ${go.stdout.trim()}`);
  }
}
