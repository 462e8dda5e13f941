// Writes the stacks' configuration for the lab: the repository's examples with the lab's changes.
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { clusters, kubeconfigOf, observees, observer, type Cluster } from "../cluster/machines";
import { repository, writeFile } from "../paths";
import { s3Endpoint, s3Keys } from "../s3";
import type { Plugin } from "./plugins";
import { listStacks, projectDir, pulumi, stackFile } from "./pulumi";

const project = "thanos-fleet";
const key = (name: string) => `${project}:${name}`;

/** Seconds after which the lab's kubelets have updated a changed Secret in its pods, with a margin. */
export const secretDelay = 30;

const stackSchema = z.looseObject({
  encryptionsalt: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});
type StackFile = z.infer<typeof stackSchema>;
const secure = z.object({ secure: z.string() });

/** Creates missing stacks and writes the configuration of all. */
export async function configureStacks(plugins: readonly Plugin[]): Promise<void> {
  const have = await listStacks(plugins);
  for (const { name } of clusters) {
    if (!have.includes(name)) {
      await pulumi(["stack", "init", name, "--no-select"], plugins);
    }
  }
  for (const cluster of clusters) {
    await configure(cluster, plugins);
  }
}

async function configure(cluster: Cluster, plugins: readonly Plugin[]): Promise<void> {
  const role = cluster.name === observer.name ? "observer" : "observee";
  const example = read(path.join(repository, `Pulumi.${role}.yaml`));
  const present = read(stackFile(cluster.name));
  const secrets = secretsOf(cluster);
  // Encrypted values are kept: encrypting them again would change the text.
  const kept = Object.entries(present.config).filter(
    ([name, value]) => name in secrets && secure.safeParse(value).success,
  );
  const config = {
    ...Object.fromEntries(Object.entries(example.config).filter(([, v]) => isPlain(v))),
    ...plainOf(cluster),
    ...Object.fromEntries(kept),
    ...Object.fromEntries(Object.entries(overridesOf(cluster.name)).map(([k, v]) => [key(k), v])),
  };
  delete config[key("aws")];
  const { encryptionsalt } = present;
  writeFile(stackFile(cluster.name), stringify({ encryptionsalt, config }), 0o600);
  for (const [name, value] of Object.entries(secrets)) {
    if (!(name in config)) {
      const where = ["--stack", cluster.name, "--config-file", stackFile(cluster.name)];
      // Through standard input: any process of the machine can read a command line.
      await pulumi(["config", "set", "--secret", name, ...where], plugins, { input: value });
    }
  }
}

/** Keys that override all others: the lab's next `up` keeps what tests have changed, such as a rotation. */
export const overridesFile = (stack: string) => path.join(projectDir(), `overrides.${stack}.yaml`);

/** Overrides by key, without the project's name. */
export function overridesOf(stack: string): Record<string, unknown> {
  const file = overridesFile(stack);
  const keys = z.record(z.string(), z.unknown());
  return keys.parse(fs.existsSync(file) ? parse(fs.readFileSync(file, "utf8")) : {});
}

function read(file: string): StackFile {
  return stackSchema.parse(fs.existsSync(file) ? parse(fs.readFileSync(file, "utf8")) : {});
}

/** Secrets of the examples are unusable here: encrypted with another passphrase, or placeholders. */
function isPlain(value: unknown): boolean {
  return !JSON.stringify(value ?? null).includes('"secure":');
}

function plainOf(cluster: Cluster): Record<string, unknown> {
  const stackOf = (name: string) => `organization/${project}/${name}`;
  const role =
    cluster.name === observer.name
      ? {
          [key("observees")]: observees.map(({ name }) => ({ name, stack: stackOf(name) })),
          // No package registry has Grafana's server, so the lab has no image of it.
          [key("grafana")]: { enabled: false },
        }
      : {
          [key("observer")]: { stack: stackOf(observer.name) },
          [key("exposure")]: { kind: "loadBalancer", port: 443 },
        };
  return {
    [key("cluster")]: cluster.name,
    [key("kubernetes")]: { context: cluster.name, kubeconfig: kubeconfigOf(cluster.name) },
    [key("objectStore")]: {
      kind: "s3",
      create: true,
      bucket: `lab-${cluster.name}`,
      region: "us-east-1",
      endpoint: s3Endpoint,
      auth: { kind: "keys" },
    },
    [key("unsafeForTests")]: {
      plaintextObjectStore: true,
      secretDelay: `${String(secretDelay)}s`,
    },
    ...role,
  };
}

function secretsOf(cluster: Cluster): Record<string, string> {
  const keys = s3Keys();
  const secrets = {
    [key("objectStoreAccessKey")]: keys.accessKey,
    [key("objectStoreSecretKey")]: keys.secretKey,
  };
  if (cluster.name !== observer.name) {
    return secrets;
  }
  const perObservee = Object.fromEntries(observees.map(({ name }) => [name, keys]));
  return { ...secrets, [key("observeeStoreKeys")]: JSON.stringify(perObservee) };
}
