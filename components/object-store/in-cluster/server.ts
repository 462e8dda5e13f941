// Interface of an in-cluster S3 server: containers, the readers' port, and the script that creates the bucket.
import type * as k8s from "@pulumi/kubernetes";
type Container = k8s.types.input.core.v1.Container;

/** Mount paths in the containers. */
export const FOLDERS = {
  data: "/data",
  tls: "/etc/object-store/tls",
  /** Key pairs, in one folder per user. */
  users: "/etc/object-store/users",
  policy: "/etc/object-store/policy",
  scratch: "/tmp",
} as const;

/** Users of the server; each has a Secret with its keys. */
export const USERS = { writer: "fleet-writer", reader: "fleet-reader" } as const;

/** File with one half of a user's key pair; `user` is the name of the Secret. */
export const keyFile = (user: string, key: "accessKey" | "secretKey"): string =>
  `${FOLDERS.users}/${user}/${key}`;

/** Shell code that reads a user's key pair. The files have no final newline, hence `read` returns nonzero. */
export const readKeys = (user: string, accessKey: string, secretKey: string): string =>
  [
    `read -r ${accessKey} < ${keyFile(user, "accessKey")} || [ -n "$${accessKey}" ]`,
    `read -r ${secretKey} < ${keyFile(user, "secretKey")} || [ -n "$${secretKey}" ]`,
    `export ${accessKey} ${secretKey}`,
  ].join("\n");

/** A container of the server, without the settings that all of them share. */
export interface ServerContainer {
  /** Secret with the key pair that it accepts. */
  readonly user: string;
  /** Whether it may write the data; if not, the mount is read-only. */
  readonly writes: boolean;
  readonly own: Pick<
    Container,
    "name" | "command" | "args" | "env" | "ports" | "livenessProbe" | "readinessProbe"
  >;
}

/** An S3 server for one bucket. */
export interface StoreServer {
  /** Name of the image, and component in the objects' labels. */
  readonly kind: "versitygw" | "minio";
  readonly containers: readonly ServerContainer[];
  /** Files of the certificate's Secret, by the file names that the server expects. */
  readonly certificateFiles: Readonly<Record<string, "tls.crt" | "tls.key" | "ca.crt">>;
  /** Container port for the observer; MinIO has one port for all users. */
  readonly readerPort: "s3" | "s3-reader";
  /** Creates the bucket, and the reader where the server has users, if they do not exist. */
  readonly bucketJob: {
    /** Shell script. */
    readonly script: string;
    readonly env: readonly k8s.types.input.core.v1.EnvVar[];
    /** Secrets with the key pairs that the script needs. */
    readonly users: readonly string[];
  };
  /** S3 policy of the reader; absent if the server has a read-only instance instead. */
  readonly readerPolicy?: object;
}

/** HTTPS probes; the kubelet does not verify the certificate. */
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
