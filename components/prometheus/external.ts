// Sidecar endpoints of a cluster, and the settings that an external Prometheus needs from its owner.
import { anyPod, everyPod, extraEndpoint, type Endpoint } from "../query/endpoints";
import { NAMES } from "../../kubernetes/names";
import { OBJSTORE_KEY } from "../object-store/spec";
import { PART_OF } from "../../kubernetes/labels";
import { PORTS } from "../../kubernetes/ports";
import { objstoreFlag } from "../object-store/flag";
import { hasOwnCa } from "../object-store/config";
import type { SharedConfig } from "../../config/shared";
import { IMAGES, imageReference } from "../../kubernetes/images";
import { grpcAddress, httpAddress } from "../../kubernetes/workload";
import { REPLICA_LABEL } from "./spec";
import { caMounts, caVolumes } from "./object-store-ca";
import type { PrometheusSpec, ThanosSidecarSpec } from "../../kubernetes/prometheus-operator-types";
import type { PrometheusConfig } from "./config";
import { SIDECAR } from "./part";
import { sidecarServices } from "./services";

/** StoreAPIs of the cluster's sidecars, the program's own or those of an external Prometheus. */
export function sidecars({
  namespace,
  prometheus,
  externalPrometheus,
}: Pick<SharedConfig, "namespace" | "externalPrometheus"> & {
  readonly prometheus: Pick<PrometheusConfig, "replicas" | "shards">;
}): Endpoint[] {
  if (externalPrometheus !== undefined) {
    return [extraEndpoint({ address: externalPrometheus.sidecar, group: false })];
  }
  const { replicas, shards } = prometheus;
  return [
    // One of several replicas may be down without a gap in the data, so that alone is no warning.
    ...(replicas > 1 ? [everyPod(SIDECAR.name, namespace)] : []),
    ...sidecarServices(shards).map((service) => anyPod(service, namespace)),
  ];
}

const BLOCK = "2h";

/** Fields of the Prometheus resource. */
type AdditionalSpec = Partial<Omit<PrometheusSpec, "thanos">> & {
  readonly thanos: Partial<ThanosSidecarSpec>;
};

/**
 * Settings that the owner adds, for a Prometheus of the operator and for any other. `storeCa`: whether the Secret also
 * holds the object store's CA, whose file the configuration names.
 */
export const additions = (cluster: string, image: string, storeCa = false) => ({
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
  } satisfies AdditionalSpec,
  prometheus: {
    // Prometheus 3 expands the pod's environment variables in them.
    externalLabels: { cluster, [REPLICA_LABEL]: "${POD_NAME}" },
    // The sidecar uploads blocks of one length, so Prometheus must not compact them first.
    args: [
      `--storage.tsdb.min-block-duration=${BLOCK}`,
      `--storage.tsdb.max-block-duration=${BLOCK}`,
    ],
  },
  // Container in Prometheus' pod that shares its data directory and mounts the Secret.
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

/** What an operator's Prometheus must select, at least, to scrape this stack's parts and to evaluate its alerts. */
const selectors = ({ namespace, monitors }: Pick<SharedConfig, "namespace" | "monitors">) => {
  const { labels = {} } = monitors;
  const own = Object.keys(labels).length > 0 ? labels : PART_OF;
  const objects = { matchLabels: own };
  const namespaces = { matchLabels: { "kubernetes.io/metadata.name": namespace } };
  return {
    serviceMonitorSelector: objects,
    serviceMonitorNamespaceSelector: namespaces,
    ruleSelector: objects,
    ruleNamespaceSelector: namespaces,
  } satisfies Partial<PrometheusSpec>;
};

/** Stack output with the settings for an external Prometheus; empty without one. */
export const externalAdditions = ({
  cluster,
  externalPrometheus,
  images,
  objectStore,
  ...config
}: SharedConfig): {
  readonly externalPrometheus?: ReturnType<typeof additions> & {
    readonly selectors: ReturnType<typeof selectors>;
  };
} => {
  if (externalPrometheus === undefined) {
    return {};
  }
  const image = imageReference("thanos", images);
  return {
    externalPrometheus: {
      ...additions(cluster, image, hasOwnCa(objectStore)),
      selectors: selectors(config),
    },
  };
};
