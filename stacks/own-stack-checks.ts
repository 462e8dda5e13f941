// Checks of both roles against their own previous outputs: the cluster's name is unchanged, and no CA expires soon.
import * as pulumi from "@pulumi/pulumi";
import { errorIf, formatValue, type ConfigError } from "../config/errors";
import type { ObserveeConfig, ObserverConfig } from "../config/load";
import { lifetimeWarning, type LifetimeArgs } from "../components/pki/rotation/lifetime";
import type { Rotation } from "../components/pki/rotation/phases";

/** An error if `cluster` has changed: a cluster keeps its name, which all its metrics and CAs have. */
export const clusterNameErrors = (cluster: string, previous: string | undefined): ConfigError[] =>
  errorIf(previous !== undefined && previous !== cluster, {
    path: "cluster",
    value: formatValue(cluster),
    rule: `this stack was up as ${formatValue(previous)}, the name in all its metrics and CAs`,
    fix: `set it back, or create another stack for ${formatValue(cluster)}`,
  });

/** Configuration path of the object store's CA. */
export const STORE_CA = "objectStore.ca";

/** Rotation of the object store's CA; undefined where the store is outside the cluster. */
export const storeCaOf = ({
  objectStore,
}: ObserverConfig | ObserveeConfig): Rotation | undefined =>
  objectStore.kind === "inCluster" ? objectStore.ca : undefined;

type SigningCa = Omit<LifetimeArgs, "now" | "wanted"> & { readonly wanted: Rotation | undefined };

/** Warnings for CAs that expire soon, except those that are no longer configured. */
export const caExpiryWarnings = (cas: readonly SigningCa[], now: number): string[] =>
  cas
    .flatMap(({ wanted, ...ca }) => (wanted === undefined ? [] : [{ ...ca, wanted, now }]))
    .map(lifetimeWarning)
    .filter((warning) => warning !== undefined);

/** Shows the warnings in the output of `up` and `preview`. */
export async function logWarnings(warnings: readonly string[]): Promise<void> {
  for (const warning of warnings) {
    await pulumi.log.warn(`${warning}.`);
  }
}
