// The observer's Store Gateways: for its own bucket, and for each observee's; a set of replicas for each shard.
import type * as pulumi from "@pulumi/pulumi";
import { NAMES, objstoreName, storeName } from "../../specs/names";
import type { ObjectStoreKeys } from "../../specs/objstore";
import { own } from "../../specs/own";
import type { ObserverSettings } from "../../specs/config/observer";
import { shardsOf } from "../../specs/thanos/sharding";
import { DELETE_DELAY } from "../../specs/thanos/compact";
import { partArgs } from "../cluster-metrics";
import type { PartIdentity } from "../iam";
import { ObjectStoreSecret } from "../object-store-secret";
import { ThanosStore, type ThanosStoreArgs } from "./store";
import type { NamedObservee } from "./tls-querier";

export interface StoresArgs extends Omit<ObserverSettings, "observees"> {
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
  /** By what the Store Gateways are known to AWS. */
  readonly reader: PartIdentity;
}

/** Read the observer's own bucket, through the Secret that its other parts have. */
export const ownStore = (
  name: string,
  args: StoresArgs,
  objstoreChecksum: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
): void =>
  shardedStore(
    name,
    args,
    {
      cluster: args.cluster,
      deleteDelay: args.compact.deleteDelay,
      objstoreSecret: NAMES.objstore,
      objstoreChecksum,
    },
    opts,
  );

/** Read an observee's bucket: with a key pair for it, or with what the observer reads its own. */
export function observeeStore(
  name: string,
  args: StoresArgs,
  { name: observee, contract }: NamedObservee,
  opts: pulumi.ComponentResourceOptions,
): void {
  const secret = new ObjectStoreSecret(
    `${name}-objstore-${observee}`,
    {
      secretName: objstoreName(observee),
      namespace: args.namespace,
      location: contract.objectStore,
      keys: own(args.observeeStoreKeys, observee) ?? args.objectStoreKeys,
      config: own(args.observeeStoreConfigs, observee),
      plaintext: args.unsafeForTests.plaintextObjectStore === true,
    },
    opts,
  );
  shardedStore(
    name,
    args,
    {
      cluster: observee,
      deleteDelay: contract.deleteDelay ?? DELETE_DELAY,
      objstoreSecret: objstoreName(observee),
      objstoreChecksum: secret.checksum,
    },
    opts,
  );
}

/** Names of the Store Gateways of these clusters: each query asks one replica of each. */
export const storeNames = (
  { sharding }: ObserverSettings["store"],
  clusters: readonly string[],
): string[] =>
  clusters.flatMap((cluster) => shardsOf(sharding).map(({ suffix }) => storeName(cluster, suffix)));

function shardedStore(
  name: string,
  args: StoresArgs,
  bucket: Pick<ThanosStoreArgs, "cluster" | "deleteDelay" | "objstoreSecret" | "objstoreChecksum">,
  opts: pulumi.ComponentResourceOptions,
): void {
  const { sharding, ...store } = args.store;
  for (const shard of shardsOf(sharding)) {
    new ThanosStore(
      [name, "store", bucket.cluster, ...(shard.suffix === undefined ? [] : [shard.suffix])].join(
        "-",
      ),
      {
        ...partArgs(args),
        ...store,
        ...bucket,
        shard,
        roleArn: args.reader.annotation,
      },
      opts,
    );
  }
}
