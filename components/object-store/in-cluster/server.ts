// What an S3 server of the cluster's own is told: its containers, its readers' port, and how its bucket is made.
import type * as k8s from "@pulumi/kubernetes";
type Container = k8s.types.input.core.v1.Container;

/** Folders in the containers. */
export const FOLDERS = {
  data: "/data",
  tls: "/etc/object-store/tls",
  /** Key pairs, each user's in a folder of its own. */
  users: "/etc/object-store/users",
  policy: "/etc/object-store/policy",
  scratch: "/tmp",
} as const;

/** Users of the server; their keys are in Secrets of their own. */
export const USERS = { writer: "fleet-writer", reader: "fleet-reader" } as const;

/** File with one half of a user's key pair; `user` is the Secret's name. */
export const keyFile = (user: string, key: "accessKey" | "secretKey"): string =>
  `${FOLDERS.users}/${user}/${key}`;

/** Reads a user's key pair into variables of a shell. A file has no end of line, which `read` takes for a fault. */
export const readKeys = (user: string, accessKey: string, secretKey: string): string =>
  [
    `read -r ${accessKey} < ${keyFile(user, "accessKey")} || [ -n "$${accessKey}" ]`,
    `read -r ${secretKey} < ${keyFile(user, "secretKey")} || [ -n "$${secretKey}" ]`,
    `export ${accessKey} ${secretKey}`,
  ].join("\n");

/** A container but for what all of them have. */
export interface ServerContainer {
  /** Secret with the key pair that it takes. */
  readonly user: string;
  /** Whether it writes to the data; if not, it cannot. */
  readonly writes: boolean;
  readonly own: Pick<
    Container,
    "name" | "command" | "args" | "env" | "ports" | "livenessProbe" | "readinessProbe"
  >;
}

export interface StoreServer {
  /** Which one it is, as its image and its objects are called. */
  readonly kind: "versitygw" | "minio";
  readonly containers: readonly ServerContainer[];
  /** Files of the certificate's Secret, by the names that the server looks for. */
  readonly certificateFiles: Readonly<Record<string, "tls.crt" | "tls.key" | "ca.crt">>;
  /** Port of the pods that the observer reads at. */
  readonly readerPort: "s3" | "s3-reader";
  /** Makes the bucket, and whoever may read it, where they are not there yet. */
  readonly bucketJob: {
    /** What a shell does. */
    readonly script: string;
    readonly env: readonly k8s.types.input.core.v1.EnvVar[];
    /** Secrets with the key pairs that it takes. */
    readonly users: readonly string[];
  };
  /** Policy of the reader, where the server asks for one. */
  readonly readerPolicy?: object;
}

/** Health checks over TLS; the kubelet does not look at the certificate. */
export const httpsProbes = (port: string, live: string, ready: string) => ({
  livenessProbe: {
    httpGet: { path: live, port, scheme: "HTTPS" },
    periodSeconds: 30,
    timeoutSeconds: 5,
    failureThreshold: 4,
  },
  readinessProbe: {
    httpGet: { path: ready, port, scheme: "HTTPS" },
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
});
