// What the observer's Store Gateways may read of a whole fleet, within IAM's quotas.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
import { createHash } from "node:crypto";
import { accessPolicy, type Granted } from "./access";
import type { PolicyDocument } from "./policy-document";

/** Managed policies that a role takes. */
const GROUPS = 10;
/** Characters that such a policy takes, white space apart. */
const CHARACTERS = 6144;

/** Observees that share a policy. */
export interface ReaderGroup {
  readonly group: number;
  readonly clusters: readonly string[];
  readonly policy: PolicyDocument;
}

/** By a cluster's name alone, so that one that comes or goes changes one policy. */
const groupOf = (cluster: string): number =>
  createHash("sha256").update(cluster).digest().readUInt32BE() % GROUPS;

/** The policies for these clusters' buckets; a group without a cluster has none. */
export function readerGroups(granted: Readonly<Record<string, Granted>>): ReaderGroup[] {
  const all = Object.entries(granted);
  return Array.from({ length: GROUPS }, (_, group) => {
    const members = all.filter(([cluster]) => groupOf(cluster) === group);
    const buckets = members.map(([, one]) => one);
    return {
      group,
      clusters: members.map(([cluster]) => cluster),
      policy: accessPolicy("read", buckets),
    };
  }).filter(({ clusters }) => clusters.length > 0);
}

/** Policies that IAM would refuse in the middle of an `up`. */
export const readerFaults = (granted: Readonly<Record<string, Granted>>): string[] =>
  readerGroups(granted)
    .map(({ clusters, policy }) => ({ clusters, length: JSON.stringify(policy).length }))
    .filter(({ length }) => length > CHARACTERS)
    .map(
      ({ clusters, length }) =>
        `the buckets of ${clusters.join(", ")} take ${String(length)} characters of one IAM policy, which has room for ${String(CHARACTERS)}; ` +
        "let some of them be read by a key pair in observeeStoreKeys",
    );
