// The observer's Store Gateways: for its own bucket, and for each observee's.
import type * as pulumi from "@pulumi/pulumi";
import { NAMES, objstoreName } from "../../specs/names";
import type { ObjectStoreKeys } from "../../specs/objstore";
import { own } from "../../specs/own";
import type { ObserverSettings } from "../../specs/config/observer";
import { partArgs } from "../cluster-metrics";
import { rolesOf } from "../object-store";
import { ObjectStoreSecret } from "../object-store-secret";
import { ThanosStore } from "./store";
import type { NamedObservee } from "./tls-querier";

export interface StoresArgs extends Omit<ObserverSettings, "observees"> {
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Reads the observer's own bucket, through the Secret that its other parts have. */
export const ownStore = (
  name: string,
  args: StoresArgs,
  objstoreChecksum: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
): ThanosStore =>
  new ThanosStore(
    `${name}-store-${args.cluster}`,
    {
      ...storeArgs(args),
      cluster: args.cluster,
      objstoreSecret: NAMES.objstore,
      objstoreChecksum,
    },
    opts,
  );

/** Reads an observee's bucket: with a key pair for it, or with what the observer reads its own. */
export function observeeStore(
  name: string,
  args: StoresArgs,
  { name: observee, contract }: NamedObservee,
  opts: pulumi.ComponentResourceOptions,
): ThanosStore {
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
  return new ThanosStore(
    `${name}-store-${observee}`,
    {
      ...storeArgs(args),
      cluster: observee,
      objstoreSecret: objstoreName(observee),
      objstoreChecksum: secret.checksum,
    },
    opts,
  );
}

const storeArgs = (args: StoresArgs) => ({
  ...partArgs(args),
  ...args.store,
  roleArn: rolesOf(args.objectStore)?.store,
});
