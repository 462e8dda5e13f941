// What an S3 server of the cluster's own is told: its containers, its readers' port, and how its bucket is made.
import type * as k8s from "@pulumi/kubernetes";
type Container = k8s.types.input.core.v1.Container;

/** Folders in the containers. */
export const FOLDERS = {
  data: "/data",
  tls: "/etc/object-store/tls",
  policy: "/etc/object-store/policy",
  scratch: "/tmp",
} as const;

/** Users of the server; their keys are in Secrets of their own. */
export const USERS = { writer: "fleet-writer", reader: "fleet-reader" } as const;

/** A container but for what all of them have. */
export interface ServerContainer {
  /** Whether it writes to the data; if not, it cannot. */
  readonly writes: boolean;
  readonly own: Pick<
    Container,
    "name" | "args" | "env" | "ports" | "livenessProbe" | "readinessProbe"
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
    readonly command: string[];
    readonly env: readonly k8s.types.input.core.v1.EnvVar[];
  };
  /** Policy of the reader, where the server asks for one. */
  readonly readerPolicy?: object;
}

/** An environment variable from a Secret: the servers read their users' keys from nowhere else. */
export const fromSecret = (
  name: string,
  secret: string,
  key: "accessKey" | "secretKey",
): k8s.types.input.core.v1.EnvVar => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

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
