// A Prometheus that others run: where its sidecars are, and what has to be added to it.
import { anyPod, everyPod, other, type Endpoint } from "../query/endpoints";
import { NAMES } from "../../kubernetes/names";
import { OBJSTORE_KEY } from "../object-store/spec";
import { PORTS } from "../../kubernetes/ports";
import { objstoreFlag } from "../object-store/flag";
import { hasOwnCa } from "../object-store/config";
import type { SharedConfig } from "../../config/shared";
import { IMAGES, imageReference } from "../../kubernetes/images";
import { grpcAddress, httpAddress } from "../../kubernetes/workload";
import { REPLICA_LABEL } from "./spec";
import { caMounts, caVolumes } from "./object-store-ca";
import type { PrometheusSpec, ThanosSidecarSpec } from "../../kubernetes/prometheus-operator-types";
import { SIDECAR } from "./part";

/** Whose sidecars they are. */
export interface SidecarsOf {
  readonly namespace: string;
  readonly prometheus: { readonly replicas: number; readonly shards: number };
  readonly externalPrometheus?: { readonly sidecar: string } | undefined;
}

/** StoreAPI of the cluster's sidecars: its own ones, or those of a Prometheus that was there before. */
export function sidecars({ namespace, prometheus, externalPrometheus }: SidecarsOf): Endpoint {
  if (externalPrometheus !== undefined) {
    return other({ address: externalPrometheus.sidecar, group: false });
  }
  // Of several pods one may be away without a gap in the answer, so it is not to be said each time.
  return prometheus.replicas * prometheus.shards === 1
    ? anyPod(SIDECAR.name, namespace)
    : everyPod(SIDECAR.name, namespace);
}

/** What its owner adds; the same twice, for a Prometheus of the operator's and for any other. */
export interface Additions {
  /** Fields of the operator's resource. */
  readonly operator: Pick<
    PrometheusSpec,
    "externalLabels" | "replicaExternalLabelName" | "disableCompaction" | "volumes"
  > & {
    readonly thanos: Pick<
      ThanosSidecarSpec,
      "image" | "version" | "objectStorageConfig" | "volumeMounts"
    >;
  };
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

/** `storeCa`: whether the Secret holds a CA beside the configuration, which names its file. */
export const additions = (cluster: string, image: string, storeCa = false): Additions => ({
  operator: {
    externalLabels: { cluster },
    replicaExternalLabelName: REPLICA_LABEL,
    disableCompaction: true,
    volumes: storeCa ? caVolumes(NAMES.objstore) : undefined,
    thanos: {
      image,
      version: IMAGES.thanos.tag,
      objectStorageConfig: { name: NAMES.objstore, key: OBJSTORE_KEY },
      volumeMounts: storeCa ? caMounts : undefined,
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

/** For the outputs: what the owner of a Prometheus that is not made here adds to it. */
export const externalAdditions = ({
  cluster,
  externalPrometheus,
  images,
  objectStore,
}: SharedConfig): { readonly externalPrometheus?: Additions } => {
  if (externalPrometheus === undefined) {
    return {};
  }
  const image = imageReference("thanos", images);
  return { externalPrometheus: additions(cluster, image, hasOwnCa(objectStore)) };
};
