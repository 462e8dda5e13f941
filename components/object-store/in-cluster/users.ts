// The users of an S3 server of the cluster's own: one writes, one reads for the observer.
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { keysOf } from "./credentials";
import { USERS } from "./server";
import { NAMES } from "../../../kubernetes/names";
import type { ObjectStoreKeys } from "../spec";
import * as k8s from "../../../kubernetes/k8s";
import { OBJECT_STORE } from "./part";

export interface StoreUsers {
  readonly writer: pulumi.Output<ObjectStoreKeys>;
  /** A Secret for each of them; the reader's is handed to the observer. */
  readonly secrets: readonly pulumi.Resource[];
}

/** Their keys come from a key that nothing else uses, since it stays in the state as a secret as it is. */
export function storeUsers(
  name: string,
  namespace: string,
  child: pulumi.CustomResourceOptions,
): StoreUsers {
  const seed = new tls.PrivateKey(`${name}-seed`, { algorithm: "ED25519" }, child);
  const pairOf = (user: string) => seed.privateKeyPem.apply((pem) => keysOf(user, pem));
  const secretOf = (suffix: string, secret: string, user: string) => {
    const pair = pairOf(user);
    return new k8s.core.v1.Secret(
      `${name}-${suffix}`,
      {
        metadata: { name: secret, namespace },
        stringData: { accessKey: user, secretKey: pair.secretKey },
      },
      child,
    );
  };
  return {
    writer: pairOf(USERS.writer),
    secrets: [
      secretOf("writer", OBJECT_STORE.name, USERS.writer),
      secretOf("reader", NAMES.objectStoreReader, USERS.reader),
    ],
  };
}
