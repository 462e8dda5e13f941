// A copy of a stack's configuration with other keys, for one command; the stack's own does not change.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { stackFile } from "../../../lab/stacks/pulumi";

const schema = z.looseObject({ config: z.record(z.string(), z.unknown()) });
const NAMESPACE = "thanos-fleet:";

export type Keys = Readonly<Record<string, unknown>>;

/** Calls `use` with the file of the copy, and removes it. `change` returns the changed keys. */
export async function withConfig<T>(
  stack: string,
  change: (config: Keys) => Keys,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-altered-"));
  try {
    const { config, ...rest } = schema.parse(parse(fs.readFileSync(stackFile(stack), "utf8")));
    const own = Object.entries(config).flatMap(([key, value]) =>
      key.startsWith(NAMESPACE) ? [[key.slice(NAMESPACE.length), value]] : [],
    );
    const changed = Object.entries(change(Object.fromEntries(own))).map(([key, value]) => [
      `${NAMESPACE}${key}`,
      value,
    ]);
    const file = path.join(folder, "Pulumi.yaml");
    fs.writeFileSync(
      file,
      stringify({ ...rest, config: { ...config, ...Object.fromEntries(changed) } }),
    );
    return await use(file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
