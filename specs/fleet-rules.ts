// Rules over the clusters of a fleet together, as their outputs show them.
import type { ObserveeContract } from "./contract";
import { placeOf, type ObjectStoreLocation } from "./objstore";

interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** Oldest Thanos that an observee may run: older ones have a hole in their gRPC server (CVE-2026-33186). */
const OLDEST = [0, 42];
/** Minor versions that the parts of one fleet may be apart. */
const SKEW = 2;

/** Who keeps its blocks where. */
export interface Keeper {
  readonly name: string;
  readonly store: ObjectStoreLocation;
}

/** Whether one prefix is the other or a folder of it; the root holds everything. */
function overlaps(a: string | undefined, b: string | undefined): boolean {
  const [x, y] = [a === undefined ? "" : `${a}/`, b === undefined ? "" : `${b}/`];
  return x.startsWith(y) || y.startsWith(x);
}

const minor = (version: string): number[] =>
  (/^v(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);

/** Faults in sentences; each names the clusters and what to change. The observer has a Compactor of its own. */
export function fleetFaults(members: readonly Member[], observer: Keeper): string[] {
  const keepers = members.map(({ name, contract }) => ({ name, store: contract.objectStore }));
  return [
    ...pairs([observer, ...keepers]).flatMap(storeFault),
    ...pairs(members).flatMap(addressFault),
    ...members.flatMap(versionFault),
  ];
}

const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((one, i) => list.slice(0, i).map((other): [T, T] => [other, one]));

/** Stacks in one Kubernetes cluster, which is mostly a kube context that was copied. Stacks of older programs have no UID. */
export function clusterFaults(
  members: readonly Member[],
  observer: string,
  observerUid: string | undefined,
): string[] {
  const clusters = [
    { name: observer, uid: observerUid },
    ...members.map(({ name, contract }) => ({ name, uid: contract.clusterUid })),
  ];
  return pairs(clusters)
    .filter(([a, b]) => a.uid !== undefined && a.uid === b.uid)
    .map(
      ([a, b]) =>
        `${a.name} and ${b.name} are one Kubernetes cluster (its namespace kube-system has the UID ${a.uid ?? ""}); ` +
        "give one of them its own kubernetes.context, or set sameCluster: true here if it is meant",
    );
}

const storeFault = ([a, b]: readonly [Keeper, Keeper]): string[] =>
  placeOf(a.store) === placeOf(b.store) && overlaps(a.store.prefix, b.store.prefix)
    ? [
        `bucket "${a.store.bucket}" is used by ${a.name} and ${b.name} with overlapping prefixes: two Compactors on the same blocks destroy data; ` +
          "give one of them another bucket, or each a prefix of its own",
      ]
    : [];

const addressFault = ([a, b]: readonly [Member, Member]): string[] =>
  a.contract.address !== undefined && a.contract.address === b.contract.address
    ? [
        `${a.name} and ${b.name} have one address, ${a.contract.address}; each observee needs an edge of its own`,
      ]
    : [];

function versionFault({ name, contract: { thanosVersion } }: Member): string[] {
  const [major = 0, least = 0] = minor(thanosVersion);
  return major === OLDEST[0] && least < (OLDEST[1] ?? 0)
    ? [
        `observee "${name}" runs Thanos ${thanosVersion}; it must be at least v0.42.0: run \`pulumi up\` on it`,
      ]
    : [];
}

/** Observees whose Thanos is further from ours than is tried. */
export const skewWarnings = (members: readonly Member[], ours: string): string[] =>
  members.flatMap(({ name, contract: { thanosVersion } }) => {
    const apart = Math.abs((minor(thanosVersion)[1] ?? 0) - (minor(ours)[1] ?? 0));
    return apart > SKEW
      ? [
          `observee "${name}" runs Thanos ${thanosVersion} and this observer ${ours}: more than ${String(SKEW)} minor versions apart`,
        ]
      : [];
  });
