// Rules across the clusters of a fleet, checked on their outputs.
import { bucketId, type ObjectStoreLocation } from "../components/object-store/spec";
import { errorIf, formatValue, type ConfigError, type ErrorPlace } from "../config/errors";
import type { ObserveeContract } from "./contract";

/** An observee that is connected. */
export interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
  /** The place that errors name for one of its outputs. */
  readonly place: (output: string) => ErrorPlace;
}

/** Oldest supported minor version of Thanos: earlier ones have a vulnerable gRPC server (CVE-2026-33186). */
const OLDEST_MINOR = 42;
/** Largest tested difference of minor versions within a fleet. */
const SKEW = 2;

/** A cluster and the location of its blocks. */
interface BlockOwner {
  readonly name: string;
  readonly store: ObjectStoreLocation;
  /** The place that errors name for the bucket. */
  readonly place: ErrorPlace;
}

/** Whether one prefix equals or contains the other; no prefix contains every one. */
function overlaps(a: string | undefined, b: string | undefined): boolean {
  const [x, y] = [a === undefined ? "" : `${a}/`, b === undefined ? "" : `${b}/`];
  return x.startsWith(y) || y.startsWith(x);
}

const versionOf = (version: string): number[] =>
  (/^v(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);

/**
 * Errors for shared buckets and addresses, and for old versions. The observer is compared too, since it has a
 * Compactor; `endpoints` are the addresses in its `query.endpoints`.
 */
export const fleetErrors = (
  members: readonly Member[],
  observer: BlockOwner,
  endpoints: readonly string[] = [],
): ConfigError[] => [
  ...pairs([
    observer,
    ...members.map(({ name, contract, place }) => ({
      ...{ name, store: contract.objectStore },
      place: place("objectStore.bucket"),
    })),
  ]).flatMap(storeErrors),
  ...pairs(members).flatMap(addressErrors),
  ...members.flatMap((member) => endpointErrors(member, endpoints)),
  ...members.flatMap(versionErrors),
];

const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((one, i) => list.slice(0, i).map((other): [T, T] => [other, one]));

/** A cluster and its UID, which stacks of older programs do not output. */
interface Cluster {
  readonly name: string;
  readonly clusterUid?: string | undefined;
  /** The place that errors name for the UID. */
  readonly place: ErrorPlace;
}

/** Errors for stacks in the same Kubernetes cluster, usually caused by a copied kube context. */
export const sameClusterErrors = (members: readonly Member[], observer: Cluster): ConfigError[] =>
  pairs<Cluster>([
    observer,
    ...members.map(({ name, contract: { clusterUid }, place }) => ({
      ...{ name, clusterUid },
      place: place("clusterUid"),
    })),
  ]).flatMap((pair) => clusterErrors(pair, "sameCluster: true"));

/** Error if two stacks are in one Kubernetes cluster; `allow` is the observer's setting that permits it. */
export const clusterErrors = ([a, b]: readonly [Cluster, Cluster], allow: string): ConfigError[] =>
  errorIf(a.clusterUid !== undefined && a.clusterUid === b.clusterUid, {
    ...b.place,
    value: formatValue(b.clusterUid),
    rule: `${a.name} and ${b.name} are one Kubernetes cluster, by the UID of its namespace kube-system`,
    fix: `give one of them its own kubernetes.context, or set ${allow} if that is intended`,
  });

/** Error if one bucket holds the blocks of both clusters, unless their prefixes separate them. */
export const storeErrors = ([a, b]: readonly [BlockOwner, BlockOwner]): ConfigError[] =>
  errorIf(bucketId(a.store) === bucketId(b.store) && overlaps(a.store.prefix, b.store.prefix), {
    ...b.place,
    value: formatValue(b.store.bucket),
    rule: `${a.name} and ${b.name} use this bucket with overlapping prefixes: two Compactors on the same blocks destroy data`,
    fix: "give one of them another bucket, or each a prefix of its own",
  });

const addressErrors = ([a, b]: readonly [Member, Member]): ConfigError[] =>
  errorIf(a.contract.address !== undefined && a.contract.address === b.contract.address, {
    ...b.place("address"),
    value: formatValue(b.contract.address),
    rule: `${a.name} and ${b.name} have this address`,
    fix: "give each observee an edge of its own",
  });

/** It would be queried twice, and listed as a store that no observee's certificate identifies. */
const endpointErrors = (
  { name, contract: { address } }: Member,
  endpoints: readonly string[],
): ConfigError[] =>
  endpoints.flatMap((endpoint, i) =>
    errorIf(endpoint === address, {
      path: `query.endpoints[${String(i)}].address`,
      value: formatValue(endpoint),
      rule: `this is the address of observee "${name}", which is queried anyway`,
      fix: "remove it",
    }),
  );

function versionErrors({ contract: { thanosVersion }, place }: Member): ConfigError[] {
  const [major = 0, minor = 0] = versionOf(thanosVersion);
  return errorIf(major === 0 && minor < OLDEST_MINOR, {
    ...place("thanosVersion"),
    value: formatValue(thanosVersion),
    rule: `must be at least v0.${String(OLDEST_MINOR)}.0`,
    fix: "run `pulumi up` on that stack with this version of the program",
  });
}

/** Warnings for observees whose Thanos version differs from ours by more than is tested. */
export const skewWarnings = (
  members: readonly Pick<Member, "name" | "contract">[],
  ours: string,
): string[] =>
  members.flatMap(({ name, contract: { thanosVersion } }) => {
    const skew = Math.abs((versionOf(thanosVersion)[1] ?? 0) - (versionOf(ours)[1] ?? 0));
    return skew > SKEW
      ? [
          `observee "${name}" runs Thanos ${thanosVersion} and this observer ${ours}: more than ${String(SKEW)} minor versions apart`,
        ]
      : [];
  });
