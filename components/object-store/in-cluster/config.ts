// Configuration keys of the object store kind `inCluster`: an S3 server inside the cluster.
import { z } from "zod";
import { bucketNameLike } from "../s3/config";
import { rotation } from "../../pki/config";
import { formatValue, type ConfigError } from "../../../config/errors";
import { storage } from "../../../config/storage";
import { onNodePort } from "../../edge/node-port/config";
import { sourceRanges } from "../../edge/source-ranges";
import { annotations } from "../../../config/kubernetes-metadata";
import { hostname, port } from "../../../config/network";

const loadBalancer = z.strictObject({
  kind: z.literal("loadBalancer"),
  port: port.default(9000).describe("Port to dial."),
  address: hostname
    .optional()
    .describe("DNS name to dial; default: the load balancer's own address."),
  annotations: annotations.default({}).describe("More annotations of the object."),
  sourceRanges,
});

export const inClusterStore = z.strictObject({
  kind: z.literal("inCluster"),
  server: z
    .enum(["versitygw", "minio"])
    .default("versitygw")
    .describe("The S3 server: `versitygw`, or `minio`, for which no new images are published."),
  bucket: bucketNameLike("metrics")
    .default("metrics")
    .describe("Name of the bucket, which is created in it."),
  storage: storage("50Gi"),
  exposure: z
    .discriminatedUnion("kind", [loadBalancer, onNodePort], {
      error: 'must be "loadBalancer" or "nodePort"',
    })
    .optional()
    .describe(
      "On an observee: how the observer's Store Gateway reaches the server, with read access only.",
    ),
  ca: rotation.describe("Rotation of the CA of the server's certificate."),
});

export type InClusterStoreConfig = z.infer<typeof inClusterStore>;
export type StoreExposureConfig = NonNullable<InClusterStoreConfig["exposure"]>;

type Store = { readonly kind: string; readonly exposure?: StoreExposureConfig | undefined };

/** Error for an observee's store without an exposure: the observer reads the store from its own cluster. */
export const observeeStoreErrors = (store: Store | undefined): ConfigError[] =>
  store?.kind === "inCluster" && store.exposure === undefined
    ? [
        {
          path: "objectStore.exposure",
          rule: "is required on an observee: the observer's Store Gateway reads the store",
          fix: 'use for example {kind: "loadBalancer"}',
        },
      ]
    : [];

/** Error for an observer's store with an exposure: the store is only read inside its cluster. */
export const observerStoreErrors = (store: Store | undefined): ConfigError[] =>
  store?.kind === "inCluster" && store.exposure !== undefined
    ? [
        {
          path: "objectStore.exposure",
          value: formatValue(store.exposure),
          rule: "is for observees only: no other cluster reads the observer's store",
          fix: "remove it",
        },
      ]
    : [];
