// The observer's Store Gateways: one StatefulSet per shard, for its own bucket and for each observee's bucket.
import type * as pulumi from "@pulumi/pulumi";
import { objstoreName, storeName } from "../../kubernetes/names";
import { serviceAccount } from "../../kubernetes/objects";
import type { ObjectStoreKeys } from "../object-store/spec";
import { getOwn } from "../../kubernetes/get-own";
import { credentialSource } from "../object-store/observee-store";
import type { ObserverSettings } from "../../config/observer";
import { shardsOf } from "../store-gateway/sharding";
import { storeAccountOwner } from "../store-gateway/spec";
import { DELETE_DELAY } from "../compactor/spec";
import * as k8s from "../../kubernetes/k8s";
import { partArgs } from "../../kubernetes/part";
import type { PartIdentity } from "../object-store/s3/role";
import { ObjectStoreSecret } from "../object-store/secret";
import { ThanosStore, type ThanosStoreArgs } from "../store-gateway/component";
import type { ClusterMetrics } from "../cluster-metrics/component";
import type { NamedObservee } from "../tls-querier/component";

export interface StoresArgs extends Omit<ObserverSettings, "observees"> {
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
  readonly account: k8s.core.v1.ServiceAccount;
}

/** ServiceAccount of all Store Gateways: the size limit of a role's trust policy leaves no room for one for each. */
const storeAccount = (
  name: string,
  namespace: string,
  reader: PartIdentity,
  opts: pulumi.ComponentResourceOptions,
): k8s.core.v1.ServiceAccount =>
  new k8s.core.v1.ServiceAccount(
    `${name}-store-account`,
    serviceAccount(storeAccountOwner(namespace), reader.annotation),
    opts,
  );

/** Store Gateways for the observer's own bucket, which use the same Secret as its other parts. */
const ownStore = (
  name: string,
  args: StoresArgs,
  objstore: ObjectStoreSecret,
  opts: pulumi.ComponentResourceOptions,
): ThanosStore[] =>
  shardedStore(
    name,
    args,
    {
      cluster: args.cluster,
      deleteDelay: args.compact.deleteDelay,
      objstore,
    },
    opts,
  );

/**
 * Store Gateways for an observee's bucket, with a key pair for that bucket or the observer's own credentials where
 * these are valid.
 */
function observeeStore(
  name: string,
  args: StoresArgs,
  { name: observee, contract }: NamedObservee,
  opts: pulumi.ComponentResourceOptions,
): ThanosStore[] {
  const { objectStore } = contract;
  const by = objectStore.type === "S3" ? credentialSource(args, observee, objectStore) : undefined;
  const objstore = new ObjectStoreSecret(
    `${name}-objstore-${observee}`,
    {
      secretName: objstoreName(observee),
      namespace: args.namespace,
      location: objectStore,
      keys: by === "ownPair" ? args.objectStoreKeys : getOwn(args.observeeStoreKeys, observee),
      config: getOwn(args.observeeStoreConfigs, observee),
      plaintext: args.unsafeForTests.plaintextObjectStore === true,
    },
    opts,
  );
  return shardedStore(
    name,
    args,
    {
      cluster: observee,
      deleteDelay: contract.deleteDelay ?? DELETE_DELAY,
      objstore,
    },
    opts,
  );
}

export interface StoreGatewaysArgs extends Omit<StoresArgs, "account"> {
  readonly metrics: ClusterMetrics;
  readonly connected: readonly NamedObservee[];
  /** Memcached pools that they use. */
  readonly pools: pulumi.Resource[];
  readonly reader: PartIdentity;
}

/** Creates them all; returns their workloads. */
export function storeGateways(
  name: string,
  args: StoreGatewaysArgs,
  parent: pulumi.Resource,
): ThanosStore["workload"][] {
  const { metrics, connected, pools, reader, cluster } = args;
  const after = (store: string) => ({
    parent,
    dependsOn: [metrics.namespace, ...pools, ...reader.dependsOn(store)],
  });
  const account = storeAccount(name, args.namespace, reader, {
    parent,
    dependsOn: [metrics.namespace],
  });
  const stored = { ...args, account };
  return [
    ...ownStore(name, stored, metrics.objstore, after(cluster)),
    ...connected.flatMap((observee) => observeeStore(name, stored, observee, after(observee.name))),
  ].map(({ workload }) => workload);
}

/** Names of the Store Gateways of these clusters; each query goes to one replica of each. */
export const storeNames = (
  { sharding }: ObserverSettings["store"],
  clusters: readonly string[],
): string[] =>
  clusters.flatMap((cluster) => shardsOf(sharding).map(({ suffix }) => storeName(cluster, suffix)));

function shardedStore(
  name: string,
  args: StoresArgs,
  bucket: Pick<ThanosStoreArgs, "cluster" | "deleteDelay" | "objstore">,
  opts: pulumi.ComponentResourceOptions,
): ThanosStore[] {
  const { sharding, ...store } = args.store;
  return shardsOf(sharding).map((shard) => {
    const suffix = shard.suffix === undefined ? [] : [shard.suffix];
    return new ThanosStore(
      [name, "store", bucket.cluster, ...suffix].join("-"),
      {
        ...partArgs(args),
        ...store,
        ...bucket,
        shard,
        account: args.account,
      },
      opts,
    );
  });
}
