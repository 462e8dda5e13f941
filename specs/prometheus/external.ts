// A Prometheus that others run: where its sidecars are, and what has to be added to it.
import { everyPod, other, type Endpoint } from "../endpoints";
import { NAMES } from "../names";
import { OBJSTORE_KEY } from "../objstore";
import { PORTS } from "../ports";
import { objstoreFlag } from "../thanos/object-store";
import { IMAGES } from "../versions";
import { grpcAddress, httpAddress } from "../workload";
import { REPLICA_LABEL } from "./custom-resource";
import type { PrometheusSpec, ThanosSidecarSpec } from "./types";

/** StoreAPI of the cluster's sidecars: its own ones, or those of a Prometheus that was there before. */
export const sidecars = (namespace: string, external: { sidecar: string } | undefined): Endpoint =>
  external === undefined
    ? everyPod(NAMES.sidecar, namespace)
    : other({ address: external.sidecar, group: false });

/** What its owner adds; the same twice, for a Prometheus of the operator's and for any other. */
export interface Additions {
  /** Fields of the operator's resource. */
  readonly operator: Pick<
    PrometheusSpec,
    "externalLabels" | "replicaExternalLabelName" | "disableCompaction"
  > & { readonly thanos: Pick<ThanosSidecarSpec, "image" | "version" | "objectStorageConfig"> };
  readonly prometheus: {
    /** Prometheus 3 puts the pod's environment into them. */
    readonly externalLabels: Readonly<Record<string, string>>;
    /** The sidecar uploads blocks of one length, and Prometheus must not compact them first. */
    readonly args: readonly string[];
  };
  /** A container beside it that shares its data folder, and mounts the Secret. */
  readonly sidecar: {
    readonly image: string;
    readonly args: readonly string[];
    readonly secretName: string;
  };
}

const BLOCK = "2h";

export const additions = (cluster: string, image: string): Additions => ({
  operator: {
    externalLabels: { cluster },
    replicaExternalLabelName: REPLICA_LABEL,
    disableCompaction: true,
    thanos: {
      image,
      version: IMAGES.thanos.tag,
      objectStorageConfig: { name: NAMES.objstore, key: OBJSTORE_KEY },
    },
  },
  prometheus: {
    externalLabels: { cluster, [REPLICA_LABEL]: "${POD_NAME}" },
    args: [
      `--storage.tsdb.min-block-duration=${BLOCK}`,
      `--storage.tsdb.max-block-duration=${BLOCK}`,
    ],
  },
  sidecar: {
    image,
    args: [
      "sidecar",
      `--prometheus.url=http://localhost:${String(PORTS.prometheus)}`,
      "--tsdb.path=/prometheus",
      grpcAddress,
      httpAddress,
      objstoreFlag,
    ],
    secretName: NAMES.objstore,
  },
});
