// Rules across the clusters of a fleet, checked on their outputs.
import type { ObserveeContract } from "./contract";
import { bucketId, type ObjectStoreLocation } from "../components/object-store/spec";

interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** Oldest supported Thanos: earlier versions have a vulnerable gRPC server (CVE-2026-33186). */
const OLDEST = [0, 42];
/** Largest tested difference of minor versions within a fleet. */
const SKEW = 2;

/** A cluster and the location of its blocks. */
export interface BlockOwner {
  readonly name: string;
  readonly store: ObjectStoreLocation;
}

/** Whether one prefix equals or contains the other; no prefix contains every one. */
function overlaps(a: string | undefined, b: string | undefined): boolean {
  const [x, y] = [a === undefined ? "" : `${a}/`, b === undefined ? "" : `${b}/`];
  return x.startsWith(y) || y.startsWith(x);
}

const minor = (version: string): number[] =>
  (/^v(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);

/** The fields of the observer that the rules need. */
export interface Observing extends BlockOwner {
  /** StoreAPI addresses that it queries besides the observees. */
  readonly endpoints?: readonly string[];
}

/** All errors, one sentence each, which names the clusters and the fix. The observer counts too: it has a Compactor. */
export function fleetErrors(members: readonly Member[], observer: Observing): string[] {
  const keepers = members.map(({ name, contract }) => ({ name, store: contract.objectStore }));
  return [
    ...pairs([observer, ...keepers]).flatMap(storeError),
    ...pairs(members).flatMap(addressError),
    ...members.flatMap((member) => endpointError(member, observer.endpoints ?? [])),
    ...members.flatMap(versionError),
  ];
}

const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((one, i) => list.slice(0, i).map((other): [T, T] => [other, one]));

/** A cluster and its UID, which stacks of older programs do not output. */
interface Cluster {
  readonly name: string;
  readonly clusterUid?: string | undefined;
}

/** Errors for stacks in the same Kubernetes cluster, usually caused by a copied kube context. */
export const clusterErrors = (members: readonly Member[], observer: Cluster): string[] =>
  pairs<Cluster>([
    observer,
    ...members.map(({ name, contract: { clusterUid } }) => ({ name, clusterUid })),
  ]).flatMap((pair) => clusterError(pair, "here"));

/** `where` is where to set sameCluster, which is a key of the observer. */
export const clusterError = ([a, b]: readonly [Cluster, Cluster], where: string): string[] =>
  a.clusterUid !== undefined && a.clusterUid === b.clusterUid
    ? [
        `${a.name} and ${b.name} are one Kubernetes cluster (its namespace kube-system has the UID ${a.clusterUid}); ` +
          `give one of them its own kubernetes.context, or set sameCluster: true ${where} if it is meant`,
      ]
    : [];

export const storeError = ([a, b]: readonly [BlockOwner, BlockOwner]): string[] =>
  bucketId(a.store) === bucketId(b.store) && overlaps(a.store.prefix, b.store.prefix)
    ? [
        `bucket "${a.store.bucket}" is used by ${a.name} and ${b.name} with overlapping prefixes: two Compactors on the same blocks destroy data; ` +
          "give one of them another bucket, or each a prefix of its own",
      ]
    : [];

const addressError = ([a, b]: readonly [Member, Member]): string[] =>
  a.contract.address !== undefined && a.contract.address === b.contract.address
    ? [
        `${a.name} and ${b.name} have one address, ${a.contract.address}; each observee needs an edge of its own`,
      ]
    : [];

/** It would be queried twice, and listed as a store that no observee's certificate identifies. */
const endpointError = ({ name, contract }: Member, endpoints: readonly string[]): string[] =>
  contract.address !== undefined && endpoints.includes(contract.address)
    ? [
        `query.endpoints has ${contract.address}, which is the address of observee "${name}"; remove it: observees are asked anyway`,
      ]
    : [];

function versionError({ name, contract: { thanosVersion } }: Member): string[] {
  const [major = 0, least = 0] = minor(thanosVersion);
  return major === OLDEST[0] && least < (OLDEST[1] ?? 0)
    ? [
        `observee "${name}" runs Thanos ${thanosVersion}; it must be at least v0.42.0: run \`pulumi up\` on it`,
      ]
    : [];
}

/** Warnings for observees whose Thanos version differs from ours by more than is tested. */
export const skewWarnings = (members: readonly Member[], ours: string): string[] =>
  members.flatMap(({ name, contract: { thanosVersion } }) => {
    const apart = Math.abs((minor(thanosVersion)[1] ?? 0) - (minor(ours)[1] ?? 0));
    return apart > SKEW
      ? [
          `observee "${name}" runs Thanos ${thanosVersion} and this observer ${ours}: more than ${String(SKEW)} minor versions apart`,
        ]
      : [];
  });
