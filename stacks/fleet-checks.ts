// Rules over the clusters of a fleet together, as their outputs show them.
import type { ObserveeContract } from "./contract";
import { placeOf, type ObjectStoreLocation } from "../components/object-store/spec";

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

/** The observer, as far as the rules look at it. */
export interface Observing extends Keeper {
  /** Addresses of StoreAPIs that it asks beside the observees'. */
  readonly endpoints?: readonly string[];
}

/** Faults in sentences; each names the clusters and what to change. The observer has a Compactor of its own. */
export function fleetFaults(members: readonly Member[], observer: Observing): string[] {
  const keepers = members.map(({ name, contract }) => ({ name, store: contract.objectStore }));
  return [
    ...pairs([observer, ...keepers]).flatMap(storeFault),
    ...pairs(members).flatMap(addressFault),
    ...members.flatMap((member) => endpointFault(member, observer.endpoints ?? [])),
    ...members.flatMap(versionFault),
  ];
}

const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((one, i) => list.slice(0, i).map((other): [T, T] => [other, one]));

/** A cluster, and by what it can be told from others; stacks of older programs do not tell. */
interface Cluster {
  readonly name: string;
  readonly clusterUid?: string | undefined;
}

/** Stacks in one Kubernetes cluster, which is mostly a kube context that was copied. */
export const clusterFaults = (members: readonly Member[], observer: Cluster): string[] =>
  pairs<Cluster>([
    observer,
    ...members.map(({ name, contract: { clusterUid } }) => ({ name, clusterUid })),
  ]).flatMap((pair) => clusterFault(pair, "here"));

/** `where` is the observer, which says whether it is meant. */
export const clusterFault = ([a, b]: readonly [Cluster, Cluster], where: string): string[] =>
  a.clusterUid !== undefined && a.clusterUid === b.clusterUid
    ? [
        `${a.name} and ${b.name} are one Kubernetes cluster (its namespace kube-system has the UID ${a.clusterUid}); ` +
          `give one of them its own kubernetes.context, or set sameCluster: true ${where} if it is meant`,
      ]
    : [];

export const storeFault = ([a, b]: readonly [Keeper, Keeper]): string[] =>
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

/** It would be asked twice, and shown as a store that no observee's certificate stands for. */
const endpointFault = ({ name, contract }: Member, endpoints: readonly string[]): string[] =>
  contract.address !== undefined && endpoints.includes(contract.address)
    ? [
        `query.endpoints has ${contract.address}, which is the address of observee "${name}"; remove it: observees are asked anyway`,
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
