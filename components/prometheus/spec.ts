// Builds the Prometheus custom resource with its Thanos sidecar.
import { PART_OF } from "../../kubernetes/labels";
import type * as pulumi from "@pulumi/pulumi";
import type { ServerEndpoint } from "../../stacks/contract";
import { PROMETHEUS_RESOURCE } from "../../kubernetes/names";
import { metadata } from "../../kubernetes/workload";
import { prometheusPart } from "./services";
import { observerAlertmanagerSpec } from "./alerting";
import { antiAffinitySpec } from "./anti-affinity";
import { claimSpec } from "../../kubernetes/objects";
import { OBJSTORE_KEY } from "../object-store/spec";
import { sized, type Size } from "../../kubernetes/resources";
import { prometheusPodSecurity } from "../../kubernetes/security";
import { IMAGES } from "../../kubernetes/images";
import { timeouts, type Timeouts } from "../../kubernetes/timeouts";
import type { PrometheusConfig } from "./config";
import { remoteWriteSpec } from "./remote-write";
import { SCRAPE_KEY } from "./scrape-configs";
import { caMounts, caVolumes } from "./object-store-ca";
import type {
  AlertmanagerEndpoints,
  PrometheusSpec,
  Selectors,
} from "../../kubernetes/prometheus-operator-types";
import { PROMETHEUS, SIDECAR } from "./part";

/** Label that distinguishes the replicas of a Prometheus; Query deduplicates by it. */
export const REPLICA_LABEL = "prometheus_replica";

/** Selects every monitor, probe, rule and ScrapeConfig of the cluster, not only those of this program. */
const EVERYTHING: Selectors = {
  serviceMonitorSelector: {},
  serviceMonitorNamespaceSelector: {},
  podMonitorSelector: {},
  podMonitorNamespaceSelector: {},
  probeSelector: {},
  probeNamespaceSelector: {},
  ruleSelector: {},
  ruleNamespaceSelector: {},
  scrapeConfigSelector: {},
  scrapeConfigNamespaceSelector: {},
};

export interface PrometheusSpecArgs extends Pick<
  PrometheusConfig,
  "replicas" | "shards" | "antiAffinity" | "retention" | "scrapeInterval" | "evaluationInterval"
> {
  readonly cluster: string;
  /** Size of the cluster. */
  readonly size: Size;
  readonly images: { readonly prometheus: string; readonly thanos: string };
  /** Kubernetes quantity; Prometheus takes it with a `B` appended. */
  readonly retentionSize: string;
  readonly storage: { readonly size: string; readonly storageClass?: string | undefined };
  readonly objstoreSecret: string;
  readonly objstoreChecksum: pulumi.Input<string>;
  /** Whether the Secret also holds the object store's CA, whose file the configuration names. */
  readonly objstoreCa?: boolean;
  /** Duration of an uploaded block; only tests shorten it. */
  readonly blockDuration?: string | undefined;
  /** Alertmanagers in the cluster to send alerts to; none by default. */
  readonly alertmanagers?: AlertmanagerEndpoints | undefined;
  /** The observer's Alertmanager, if alerts go there, too. */
  readonly observerAlertmanager?: ServerEndpoint | undefined;
  /** Receive, to remote-write all samples to; no remote write by default. */
  readonly receive?: ServerEndpoint | undefined;
}

/**
 * Spec of the resource. The operator drops the replica label from alerts, so that a pair alerts once. Compaction is
 * disabled, since the sidecar uploads the blocks.
 */
export const prometheusSpec = (args: PrometheusSpecArgs): PrometheusSpec => ({
  ...EVERYTHING,
  version: IMAGES.prometheus.tag,
  image: args.images.prometheus,
  imagePullPolicy: "IfNotPresent",
  replicas: args.replicas,
  shards: args.shards > 1 ? args.shards : undefined,
  retention: args.retention,
  retentionSize: `${args.retentionSize}B`,
  scrapeInterval: args.scrapeInterval,
  evaluationInterval: args.evaluationInterval,
  externalLabels: { cluster: args.cluster },
  replicaExternalLabelName: REPLICA_LABEL,
  prometheusExternalLabelName: "prometheus",
  serviceAccountName: PROMETHEUS.name,
  disableCompaction: true,
  additionalScrapeConfigs: { name: PROMETHEUS.name, key: SCRAPE_KEY },
  resources: sized(PROMETHEUS.resources, args.size),
  securityContext: prometheusPodSecurity,
  podMetadata: {
    labels: { ...PART_OF },
    annotations: { "checksum/objstore": args.objstoreChecksum },
  },
  nodeSelector: { "kubernetes.io/os": "linux" },
  ...(args.replicas > 1 ? antiAffinitySpec(args.antiAffinity) : {}),
  storage: { volumeClaimTemplate: { spec: claimSpec(args.storage) } },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
  volumes: args.objstoreCa === true ? caVolumes(args.objstoreSecret) : undefined,
  thanos: {
    image: args.images.thanos,
    version: IMAGES.thanos.tag,
    resources: sized(SIDECAR.resources, args.size),
    objectStorageConfig: { name: args.objstoreSecret, key: OBJSTORE_KEY },
    logLevel: "info",
    logFormat: "logfmt",
    // Query keeps a connection to one replica's sidecar. If that replica's Prometheus dies alone, Query finds the other
    // one when the connection ends; the default is an hour.
    additionalArgs:
      args.replicas > 1 ? [{ name: "grpc-server-max-connection-age", value: "1m" }] : undefined,
    volumeMounts: args.objstoreCa === true ? caMounts : undefined,
    blockSize: args.blockDuration,
  },
  alerting: args.alertmanagers === undefined ? undefined : { alertmanagers: [args.alertmanagers] },
  ...(args.observerAlertmanager === undefined ? {} : observerAlertmanagerSpec),
  remoteWrite: args.receive === undefined ? undefined : [remoteWriteSpec(args.receive)],
});

/**
 * Seconds that the operator gives a pod to replay its write-ahead log and to terminate. Shards roll in parallel, the
 * replicas of a shard one by one. https://prometheus-operator.dev/docs/api-reference/api/
 */
export const prometheusTimeouts = (replicas: number): Timeouts =>
  timeouts({ replicas, startupSeconds: 900, graceSeconds: 600 });

/** Metadata of the resource. Pulumi waits until the operator reports that every pod is ready. */
export const prometheusMetadata = (namespace: string) => ({
  ...metadata(prometheusPart(namespace)),
  name: PROMETHEUS_RESOURCE,
  annotations: { "pulumi.com/waitFor": "condition=Available" },
});
