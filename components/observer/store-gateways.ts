// The observer's Store Gateways: one StatefulSet per shard, for its own bucket and for each observee's bucket.
import type * as pulumi from "@pulumi/pulumi";
import { getOwn } from "../../kubernetes/get-own";
import * as k8s from "../../kubernetes/k8s";
import { objstoreName } from "../../kubernetes/names";
import { serviceAccount } from "../../kubernetes/objects";
import { partArgs } from "../../kubernetes/part";
import type { ClusterMetrics } from "../cluster-metrics/component";
import { DELETE_DELAY } from "../compactor/spec";
import { credentialSource } from "../object-store/observee-store";
import type { PartIdentity } from "../object-store/s3/role";
import { ObjectStoreSecret } from "../object-store/secret";
import { ThanosStore, type ThanosStoreArgs } from "../store-gateway/component";
import { shardsOf } from "../store-gateway/sharding";
import { storeAccountOwner } from "../store-gateway/spec";
import type { NamedObservee } from "../tls-querier/mutual-tls";
import type { ObserverArgs } from "./args";

interface StoreGatewaysArgs extends ObserverArgs {
  readonly metrics: ClusterMetrics;
  readonly connected: readonly NamedObservee[];
  /** Memcached pools that they use. */
  readonly pools: pulumi.Resource[];
  readonly reader: PartIdentity;
}

type Bucket = Pick<ThanosStoreArgs, "cluster" | "deleteDelay" | "objstore">;

/** Creates all Store Gateways; returns their workloads. */
export function storeGateways(
  name: string,
  args: StoreGatewaysArgs,
  parent: pulumi.Resource,
): ThanosStore["workload"][] {
  const { metrics, reader } = args;
  // One account for all: the size limit of a role's trust policy leaves no room for one for each.
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-store-account`,
    serviceAccount(storeAccountOwner(args.namespace), reader.annotation),
    { parent, dependsOn: [metrics.namespace] },
  );
  const optionsFor = (cluster: string) => ({
    parent,
    dependsOn: [metrics.namespace, ...args.pools, ...reader.dependsOn(cluster)],
  });
  // The own Store Gateways use the same Secret as the cluster's other parts.
  const own = {
    cluster: args.cluster,
    deleteDelay: args.compact.deleteDelay,
    objstore: metrics.objstore,
  };
  const stores = [
    ...shardedStore(name, args, own, account, optionsFor(args.cluster)),
    ...args.connected.flatMap((observee) => {
      const opts = optionsFor(observee.name);
      const bucket = observeeBucket(name, args, observee, opts);
      return shardedStore(name, args, bucket, account, opts);
    }),
  ];
  return stores.map(({ workload }) => workload);
}

/** An observee's bucket, with a key pair for it or the observer's own credentials where these are valid. */
function observeeBucket(
  name: string,
  args: ObserverArgs,
  { name: observee, contract }: NamedObservee,
  opts: pulumi.ComponentResourceOptions,
): Bucket {
  const { objectStore } = contract;
  const source =
    objectStore.type === "S3" ? credentialSource(args, observee, objectStore) : undefined;
  const objstore = new ObjectStoreSecret(
    `${name}-objstore-${observee}`,
    {
      secretName: objstoreName(observee),
      namespace: args.namespace,
      location: objectStore,
      keys: source === "ownPair" ? args.objectStoreKeys : getOwn(args.observeeStoreKeys, observee),
      config: getOwn(args.observeeStoreConfigs, observee),
      plaintext: args.unsafeForTests.plaintextObjectStore === true,
    },
    opts,
  );
  return { cluster: observee, deleteDelay: contract.deleteDelay ?? DELETE_DELAY, objstore };
}

function shardedStore(
  name: string,
  args: ObserverArgs,
  bucket: Bucket,
  account: k8s.core.v1.ServiceAccount,
  opts: pulumi.ComponentResourceOptions,
): ThanosStore[] {
  const { sharding, ...store } = args.store;
  return shardsOf(sharding).map((shard) => {
    const suffix = shard.suffix === undefined ? [] : [shard.suffix];
    return new ThanosStore(
      [name, "store", bucket.cluster, ...suffix].join("-"),
      { ...partArgs(args), ...store, ...bucket, shard, account },
      opts,
    );
  });
}
