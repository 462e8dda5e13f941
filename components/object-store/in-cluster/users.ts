// Key pairs of the in-cluster S3 server's two users, a writer and the observer's reader, and their Secrets.
import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { USERS } from "./server";
import { NAMES } from "../../../kubernetes/names";
import type { ObjectStoreKeys } from "../spec";
import * as k8s from "../../../kubernetes/k8s";
import { OBJECT_STORE } from "./part";

/** Hexadecimal characters of a secret key: 160 bits, and the most that every server accepts. */
const SECRET_KEY_LENGTH = 40;

/** A user's key pair, deterministic for a seed; one user's keys reveal nothing about another's. */
export const userKeyPair = (user: string, seed: string): ObjectStoreKeys => ({
  accessKey: user,
  secretKey: createHmac("sha256", seed).update(user).digest("hex").slice(0, SECRET_KEY_LENGTH),
});

/** The users of the server. */
export interface StoreUsers {
  /** Key pair with write access. */
  readonly writer: pulumi.Output<ObjectStoreKeys>;
  /** One Secret per user; the observer needs the reader's keys. */
  readonly secrets: readonly pulumi.Resource[];
}

/** Creates the Secrets. Secret keys are derived from a private key without other use, a secret in Pulumi's state. */
export function storeUsers(
  name: string,
  namespace: string,
  child: pulumi.CustomResourceOptions,
): StoreUsers {
  const seed = new tls.PrivateKey(`${name}-seed`, { algorithm: "ED25519" }, child);
  const pairOf = (user: string) => seed.privateKeyPem.apply((pem) => userKeyPair(user, pem));
  const secretOf = (suffix: string, secretName: string, user: string) => {
    const pair = pairOf(user);
    return new k8s.core.v1.Secret(
      `${name}-${suffix}`,
      {
        metadata: { name: secretName, namespace },
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
