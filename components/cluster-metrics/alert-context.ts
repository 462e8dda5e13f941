// Derives from the configuration which parts the alerts cover, each with the job label of its metrics.
import type { SharedConfig } from "../../config/shared";
import type { AlertPlace } from "../../kubernetes/alerts/alert";
import { durationSeconds } from "../../kubernetes/duration";
import { optionalParts, PARTS, type PartName } from "../parts";
import { SIDECAR } from "../prometheus/part";

/** Kind of a part, which determines its metrics. */
export type PartKind = PartName | "sidecar";

export interface WatchedPart {
  readonly kind: PartKind;
  /** Job label of its metrics: the name of its Service. With `jobs` a regular expression that matches all of them. */
  readonly job: string;
  /** Names of its Services where there is one per cluster or shard: rules are about all of them, not one rule each. */
  readonly jobs?: readonly string[];
  /** Number of pods per job. */
  readonly replicas: number;
}

/** Input of all alerts of a cluster. */
export interface AlertContext extends AlertPlace {
  readonly parts: readonly WatchedPart[];
  /** Whether targets are sharded, so that no single Prometheus scrapes everything. */
  readonly sharded: boolean;
  /** Whether this program deploys Prometheus. */
  readonly ownPrometheus: boolean;
  /** Whether its own job scrapes kubelets, or a ServiceMonitor of another monitoring stack. */
  readonly ownKubeletJob: boolean;
  /** How many seconds alerts can look back: Prometheus' retention, or infinite for an external Prometheus. */
  readonly retentionSeconds: number;
  /** Whether blocks are ever deleted by age, and the time between a block's deletion mark and its deletion. */
  readonly retention: boolean;
  readonly deleteDelay: string;
  /** Whether alerts are sent to any Alertmanager. */
  readonly alertsSent: boolean;
  /** How often the parts are scraped. */
  readonly scrapeInterval: string;
  /** Longest evaluation interval of the Ruler's groups. */
  readonly rulesEvery: string;
  /** Whether Prometheus remote-writes to Receive. */
  readonly remoteWrites: boolean;
}

/** Context of the parts that both roles have. */
export function clusterAlertContext(config: SharedConfig): AlertContext {
  const { prometheus, externalPrometheus, alertmanager, compact } = config;
  const own = externalPrometheus === undefined;
  const pods = prometheus.replicas * prometheus.shards;
  return {
    cluster: config.cluster,
    namespace: config.namespace,
    runbookUrl: config.alerts.runbookUrl,
    sharded: own && prometheus.shards > 1,
    ownPrometheus: own,
    ownKubeletJob: prometheus.scrape.kubelet,
    retentionSeconds: own ? durationSeconds(prometheus.retention) : Infinity,
    retention: Object.values(compact.retention).some((kept) => kept !== "0d"),
    deleteDelay: compact.deleteDelay,
    alertsSent: alertmanager !== undefined,
    scrapeInterval: prometheus.scrapeInterval,
    rulesEvery: "1m",
    remoteWrites: false,
    parts: [
      ...(own ? [watchedPart({ part: "prometheus", replicas: pods })] : []),
      ...(own ? [{ kind: "sidecar", job: SIDECAR.name, replicas: pods } as const] : []),
      watchedPart({ part: "compact", replicas: 1 }),
      ...optionalParts("cluster", config).map(watchedPart),
    ],
  };
}

export const watchedPart = ({
  part,
  replicas,
}: {
  readonly part: PartName;
  readonly replicas: number;
}): WatchedPart => ({ kind: part, job: PARTS[part].name, replicas });

/** PromQL selector for the series of one part. */
export const select = (
  { namespace }: Pick<AlertPlace, "namespace">,
  { job, jobs }: Pick<WatchedPart, "job" | "jobs">,
  ...more: readonly string[]
): string =>
  `{${[`job${jobs === undefined ? "=" : "=~"}"${job}"`, `namespace="${namespace}"`, ...more].join(",")}}`;

export const ofKinds = (
  { parts: all }: AlertContext,
  ...kinds: readonly PartKind[]
): WatchedPart[] => all.filter(({ kind }) => kinds.includes(kind));
