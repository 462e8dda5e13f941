// S3 server inside the cluster, for users without cloud storage: users, certificate, volume and bucket.
import * as pulumi from "@pulumi/pulumi";
import { inClusterLocation } from "../config";
import type { InClusterStoreConfig } from "./config";
import { bucketJob } from "./bucket-job";
import { minio } from "./minio";
import { storeEdge, storeOwner, storeService, storeStatefulSet } from "./spec";
import type { StoreServer } from "./server";
import { versitygw } from "./versitygw";
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { serviceAccount } from "../../../kubernetes/objects";
import type { ObjectStoreKeys, S3Location } from "../spec";
import { endDatesOf } from "../../pki/expiry/component";
import type { DatedCertificates } from "../../pki/expiry/end-dates";
import type { CertificateSettings } from "../../pki/spec";
import type { Rotation } from "../../pki/rotation/phases";
import { imageReference, type ImageOverrides } from "../../../kubernetes/images";
import {
  WITH_TIMEOUTS,
  childOptions,
  statefulSetOptions,
  workloadOptions,
} from "../../../kubernetes/resource-options";
import { loadBalancerHost } from "../../edge/component";
import * as k8s from "../../../kubernetes/k8s";
import { storeCertificate } from "./certificate";
import { storeUsers } from "./users";
import { OBJECT_STORE } from "./part";

export interface InClusterStoreArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly objectStore: InClusterStoreConfig;
  readonly images: ImageOverrides;
  readonly certificates: CertificateSettings;
}

const SERVERS = { versitygw, minio } as const;

/** A StatefulSet with one replica, users, certificate, Services, and the Job that creates the bucket. */
export class InClusterStore extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:store:InCluster";
  /** Location of the bucket for the cluster's own parts, resolved once the bucket exists. */
  public readonly location: pulumi.Output<S3Location>;
  /** Key pair with write access. */
  public readonly keys: pulumi.Output<ObjectStoreKeys>;
  /** Location of the bucket for the observer; the same one if no other cluster reads the store. */
  public readonly externalLocation: pulumi.Output<S3Location>;
  /** CA certificates of the server, PEM, and the rotation of its CA. */
  public readonly ca: { readonly serverCa: pulumi.Output<string>; readonly ca: Rotation };
  /** The certificates that are issued here. */
  public readonly certificates: DatedCertificates;

  constructor(name: string, args: InClusterStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(InClusterStore.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, objectStore, cluster } = args;
    const inside = inClusterLocation(objectStore, namespace);
    const server = SERVERS[objectStore.server](objectStore.bucket, inside.endpoint);
    const image = imageReference(server.kind, args.images);
    const serverName = `${cluster}.object-store.internal`;

    const users = storeUsers(name, namespace, child);
    const dnsNames = [serverName, `${OBJECT_STORE.name}.${namespace}.svc`] as const;
    const rotation = objectStore.ca;
    const certificate = storeCertificate(name, { ...args, rotation, dnsNames }, this, child);
    const account = serviceAccount(storeOwner(namespace, server));
    const set = new k8s.apps.v1.StatefulSet(
      name,
      storeStatefulSet({
        namespace,
        image,
        server,
        storage: objectStore.storage,
        certificateChecksum: certificate.checksum,
      }),
      statefulSetOptions(child, [
        new k8s.core.v1.ServiceAccount(`${name}-account`, account, child),
        certificate.secret,
        ...users.secrets,
      ]),
    );
    const bucket = new k8s.batch.v1.Job(
      `${name}-bucket`,
      bucketJob(namespace, image, server),
      workloadOptions(child, [
        set,
        new k8s.core.v1.Service(`${name}-service`, storeService(namespace, server), child),
        ...readerPolicy(name, namespace, server, child),
      ]),
    );

    const locationAt = (endpoint: pulumi.Input<string>, after: pulumi.Output<unknown>) =>
      pulumi.all([endpoint, certificate.ca, after]).apply(([host, ca]): S3Location => ({
        ...inside,
        endpoint: host,
        tls: { ca, serverName },
      }));
    this.location = locationAt(inside.endpoint, bucket.id);
    this.externalLocation = locationAt(
      edge(name, args, server, child) ?? inside.endpoint,
      bucket.id,
    );
    this.keys = users.writer;
    this.ca = { serverCa: certificate.ca, ca: rotation };
    this.certificates = certificate.certificates;
    this.registerOutputs({
      published: this.externalLocation,
      ends: endDatesOf(this.certificates),
    });
  }
}

/** The reader's policy, if the server supports one. */
const readerPolicy = (
  name: string,
  namespace: string,
  { kind, readerPolicy: policy }: StoreServer,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] =>
  policy === undefined
    ? []
    : [
        new k8s.core.v1.ConfigMap(
          `${name}-reader-policy`,
          {
            metadata: {
              name: NAMES.objectStoreReader,
              namespace,
              labels: labels(NAMES.objectStoreReader, kind),
            },
            data: { "reader.json": JSON.stringify(policy) },
          },
          child,
        ),
      ];

/** `host:port` for the observer; undefined if no other cluster reads the store. */
function edge(
  name: string,
  { namespace, objectStore: { exposure } }: InClusterStoreArgs,
  server: StoreServer,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> | undefined {
  if (exposure === undefined) {
    return undefined;
  }
  const service = new k8s.core.v1.Service(`${name}-edge`, storeEdge(namespace, exposure, server), {
    ...child,
    ...WITH_TIMEOUTS,
  });
  switch (exposure.kind) {
    case "loadBalancer":
      return pulumi.interpolate`${exposure.address ?? loadBalancerHost(service)}:${exposure.port}`;
    case "nodePort":
      return pulumi.output(`${exposure.address}:${String(exposure.nodePort)}`);
  }
}
