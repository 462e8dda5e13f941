// Kubernetes objects of the in-cluster S3 server.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { passThrough, type PassThrough } from "../../edge/load-balancer/spec";
import { selectorLabels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { statefulSetOf, type DataVolume } from "../../../kubernetes/objects";
import { PORTS } from "../../../kubernetes/ports";
import { thanosPodSecurity } from "../../../kubernetes/security";
import { podOf } from "../../../kubernetes/pod";
import { metadata } from "../../../kubernetes/workload";
import { SCRATCH, container, mount, userMount, userVolume } from "./pod";
import { FOLDERS, type StoreServer } from "./server";
import { OBJECT_STORE } from "./part";

type Container = k8s.types.input.core.v1.Container;

/** Name and labels of the server's objects. */
export const storeOwner = (namespace: string, { kind }: StoreServer) =>
  ({ name: OBJECT_STORE.name, namespace, component: kind }) as const;

export interface StoreStatefulSetArgs {
  readonly namespace: string;
  readonly image: string;
  readonly server: StoreServer;
  readonly storage: DataVolume;
  /** The server reads its certificate only at start, so a change restarts the pod. */
  readonly certificateChecksum: pulumi.Input<string>;
}

/** The server, with one replica, since its data is a folder on one volume. */
export const storeStatefulSet = (args: StoreStatefulSetArgs): k8s.apps.v1.StatefulSetArgs => {
  const owner = {
    ...storeOwner(args.namespace, args.server),
    podAnnotations: { "checksum/certificate": args.certificateChecksum },
  };
  const items = Object.entries(args.server.certificateFiles).map(([path, key]) => ({ key, path }));
  const template = podOf(owner, {
    securityContext: thanosPodSecurity,
    containers: args.server.containers.map(({ own, user, writes }): Container => ({
      ...own,
      ...container(args.image),
      resources: OBJECT_STORE.resources,
      volumeMounts: [
        mount("data", FOLDERS.data, !writes),
        mount("tls", FOLDERS.tls),
        userMount(user),
        mount("scratch", FOLDERS.scratch, false),
      ],
    })),
    volumes: [
      { name: "tls", secret: { secretName: NAMES.objectStoreTls, items } },
      ...args.server.containers.map(({ user }) => userVolume(user)),
      SCRATCH,
    ],
  });
  return statefulSetOf(owner, 1, args.storage, template);
};

/** Service for the cluster's own parts, with write access. */
export const storeService = (namespace: string, server: StoreServer): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(storeOwner(namespace, server)),
  spec: {
    type: "ClusterIP",
    selector: selectorLabels(OBJECT_STORE.name),
    ports: [{ name: "s3", port: PORTS.s3, targetPort: "s3", protocol: "TCP" }],
  },
});

/** Service for the observer in another cluster, for the readers' port only. */
export const storeEdge = (
  namespace: string,
  exposure: PassThrough,
  { kind, readerPort }: StoreServer,
): k8s.core.v1.ServiceArgs =>
  passThrough({
    name: NAMES.objectStoreEdge,
    component: kind,
    pods: selectorLabels(OBJECT_STORE.name),
    port: { name: readerPort, targetPort: readerPort },
    servicePort: PORTS.s3,
  })(namespace, exposure);
