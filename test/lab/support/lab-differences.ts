// Compares the lab before and after a suite: the stacks' configuration, the objects and the volumes.
import * as fs from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { findPlugins } from "../../../lab/stacks/plugins";
import { listStacks, stackFile } from "../../../lab/stacks/pulumi";

/** Everything in the lab by name, with the values that must not change. */
export type Found = ReadonlyMap<string, string>;

/** Seconds until deleted objects are gone. */
const PATIENCE = 120;

const KINDS = [
  ...["namespaces", "deployments", "statefulsets", "services", "configmaps", "secrets"],
  ...["persistentvolumeclaims", "persistentvolumes", "ingresses", "networkpolicies"],
  ...["prometheuses", "alertmanagers", "prometheusrules", "servicemonitors"],
];

const list = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      metadata: z.object({ name: z.string(), namespace: z.string().default("") }),
      spec: z.object({ replicas: z.number().optional() }).optional(),
      status: z.object({ phase: z.string().optional() }).optional(),
    }),
  ),
});

/** Every object of these kinds, with its replicas or its phase. */
async function objectsOf(cluster: string): Promise<[string, string][]> {
  const flags = ["--all-namespaces", "--output=json"];
  const text = await kubectl(cluster, ["get", KINDS.join(","), ...flags]);
  return list
    .parse(JSON.parse(text))
    .items.map(({ kind, metadata, spec, status }): [string, string] => [
      `${cluster}: ${kind} ${metadata.namespace}/${metadata.name}`,
      [spec?.replicas, status?.phase].filter((value) => value !== undefined).join(" "),
    ]);
}

const stack = z.object({ config: z.record(z.string(), z.unknown()) });
const stable = z.looseObject({ phase: z.literal("stable") });
const entry = z.looseObject({ clientCa: z.unknown() });
const certificate = z.object({ issuer: z.literal("self"), ca: stable });

/** Without the generation of a CA, which only increases, and without ciphertexts. */
function plain([key, value]: readonly [string, unknown]): [string, string][] {
  if (certificate.safeParse(value).success) {
    return [];
  }
  const text = JSON.stringify(value, (name, inner: unknown) => {
    const { data } = entry.safeParse(inner);
    return name === "secure"
      ? ""
      : data !== undefined && stable.safeParse(data.clientCa).success
        ? { ...data, clientCa: undefined }
        : inner;
  });
  return [[key, text]];
}

function configurationOf(name: string): [string, string][] {
  const { config } = stack.parse(parse(fs.readFileSync(stackFile(name), "utf8")));
  return Object.entries(config)
    .flatMap(plain)
    .map(([key, value]) => [`the configuration of ${name}: ${key}`, value]);
}

export async function snapshot(): Promise<Found> {
  const stacks = await listStacks(findPlugins());
  const objects = await Promise.all(clusters.map(({ name }) => objectsOf(name)));
  return new Map([
    ...stacks.map((name): [string, string] => [`stack ${name}`, ""]),
    ...clusters.flatMap(({ name }) => configurationOf(name)),
    ...objects.flat(),
  ]);
}

/** A sentence for each difference. */
export function differences(before: Found, now: Found): string[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    return was === is
      ? []
      : was === undefined
        ? [`${name} was added`]
        : is === undefined
          ? [`${name} was removed`]
          : [`${name} changed from ${was} to ${is}`];
  });
}

/** Waits until the lab is as before; returns the differences that remain. */
export async function remainingDifferences(before: Found): Promise<string[]> {
  const last = { found: [""] };
  await until(
    PATIENCE,
    async () => {
      last.found = differences(before, await snapshot());
      return last.found.length === 0;
    },
    3,
  );
  return last.found;
}
