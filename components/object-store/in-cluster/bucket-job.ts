// The Job that creates the bucket of the in-cluster S3 server.
import type * as k8s from "@pulumi/kubernetes";
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { thanosPodSecurity } from "../../../kubernetes/security";
import { SCRATCH, container, mount, userMount, userVolume } from "./pod";
import { FOLDERS, type StoreServer } from "./server";
import { BUCKET_JOB, OBJECT_STORE } from "./part";

/** Creates the bucket once the server is up; idempotent. */
export const bucketJob = (
  namespace: string,
  image: string,
  server: StoreServer,
): k8s.batch.v1.JobArgs => {
  const about = { name: BUCKET_JOB.name, namespace };
  const policy = server.readerPolicy === undefined ? [] : ["policy"];
  return {
    metadata: { ...about, labels: labels(about.name, server.kind) },
    spec: {
      backoffLimit: 6,
      template: {
        metadata: { labels: labels(about.name, server.kind) },
        spec: {
          serviceAccountName: OBJECT_STORE.name,
          automountServiceAccountToken: false,
          securityContext: thanosPodSecurity,
          nodeSelector: { "kubernetes.io/os": "linux" },
          restartPolicy: "OnFailure",
          containers: [
            {
              name: "bucket",
              ...container(image),
              command: ["sh", "-c", server.bucketJob.script],
              env: [
                { name: "SSL_CERT_FILE", value: `${FOLDERS.tls}/ca.crt` },
                ...server.bucketJob.env,
              ],
              resources: BUCKET_JOB.resources,
              volumeMounts: [
                mount("tls", FOLDERS.tls),
                ...server.bucketJob.users.map(userMount),
                mount("scratch", FOLDERS.scratch, false),
                ...policy.map((name) => mount(name, FOLDERS.policy)),
              ],
            },
          ],
          volumes: [
            {
              name: "tls",
              secret: {
                secretName: NAMES.objectStoreTls,
                items: [{ key: "ca.crt", path: "ca.crt" }],
              },
            },
            ...server.bucketJob.users.map(userVolume),
            SCRATCH,
            ...policy.map((name) => ({ name, configMap: { name: NAMES.objectStoreReader } })),
          ],
        },
      },
    },
  };
};
