// Checks and warnings on previous outputs that both roles share.
import * as pulumi from "@pulumi/pulumi";
import type { ObserveeConfig, ObserverConfig } from "../config/load";
import { lifetimeWarning, type LifetimeArgs } from "../components/pki/rotation/lifetime";
import type { Rotation } from "../components/pki/rotation/phases";

/** An error if `cluster` has changed: a cluster keeps its name for good. */
export const renamedErrors = (cluster: string, before: string | undefined): string[] =>
  before === undefined || before === cluster
    ? []
    : [
        `cluster is "${cluster}", but this stack was up as "${before}", which all its metrics and CAs are called by; ` +
          `set it back, or make another stack for "${cluster}"`,
      ];

/** Configuration path of the object store's CA. */
export const STORE_CA = "objectStore.ca";

/** Rotation of the object store's CA; undefined where the store is outside the cluster. */
export const storeCaOf = ({
  objectStore,
}: ObserverConfig | ObserveeConfig): Rotation | undefined =>
  objectStore.kind === "inCluster" ? objectStore.ca : undefined;

type Signing = Omit<LifetimeArgs, "now" | "wanted"> & { readonly wanted: Rotation | undefined };

/** Warnings for CAs that end soon, except those that are no longer configured. */
export const endWarnings = (cas: readonly Signing[], now: number): string[] =>
  cas
    .flatMap(({ wanted, ...ca }) => (wanted === undefined ? [] : [{ ...ca, wanted, now }]))
    .map(lifetimeWarning)
    .filter((warning) => warning !== undefined);

export async function warn(warnings: readonly string[]): Promise<void> {
  for (const warning of warnings) {
    await pulumi.log.warn(`${warning}.`);
  }
}
