// Policies with which the observer's Store Gateways read the buckets of the fleet, within IAM's quotas.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
import { createHash } from "node:crypto";
import type { ConfigError } from "../../../config/errors";
import { accessPolicy, type GrantedBucket } from "./access";
import type { PolicyDocument } from "@pulumi/aws/iam/documents";
import { OBSERVEE_PAIRS } from "./secrets-config";

/** Default maximum of managed policies per role. */
const GROUPS = 10;
/** Maximum characters of a managed policy, without white space. */
const CHARACTERS = 6144;

/** Observees that share a policy. */
export interface ReaderGroup {
  /** Number of the group, from 0. */
  readonly group: number;
  readonly clusters: readonly string[];
  readonly policy: PolicyDocument;
}

/** Group of a cluster. It depends on its name only, so that adding or removing a cluster changes one policy. */
const groupOf = (cluster: string): number =>
  createHash("sha256").update(cluster).digest().readUInt32BE() % GROUPS;

/** Policies for these clusters' buckets; groups without clusters are left out. */
export function readerGroups(granted: Readonly<Record<string, GrantedBucket>>): ReaderGroup[] {
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

/** Errors for policies that exceed IAM's size limit, which would otherwise fail in the middle of an `up`. */
export const readerErrors = (granted: Readonly<Record<string, GrantedBucket>>): ConfigError[] =>
  readerGroups(granted)
    .map(({ clusters, policy }) => ({ clusters, length: JSON.stringify(policy).length }))
    .filter(({ length }) => length > CHARACTERS)
    .map(({ clusters, length }) => ({
      path: OBSERVEE_PAIRS,
      rule: `must have a key pair for some of ${clusters.join(", ")}: their buckets take ${String(length)} characters of one IAM policy, which has room for ${String(CHARACTERS)}`,
      fix: "add key pairs that may read some of these buckets",
    }));
