// Derives from the configuration which parts the alerts cover, each with the job label of its metrics.
import { durationSeconds, longest } from "../../kubernetes/duration";
import { storeName } from "../../kubernetes/names";
import type { ResponseCache } from "../memcached/caches-config";
import type { Retention } from "../compactor/retention";
import { shardsOf } from "../store-gateway/sharding";
import type { Sharding } from "../store-gateway/sharding-config";
import { optionalParts, PARTS, type OptionalParts, type PartName } from "../parts";
import type { AlertPlace } from "../../kubernetes/alerts/alert";
import { COMPACTOR } from "../compactor/part";
import { GRAFANA } from "../grafana/part";
import { PROMETHEUS, SIDECAR } from "../prometheus/part";
import { QUERY_FRONTEND } from "../query-frontend/part";
import { LEAF_QUERY, QUERY } from "../query/part";
import { TLS_QUERIER } from "../tls-querier/part";

/** Kind of a part, which determines its metrics. */
export type PartKind = PartName | "sidecar";

export interface WatchedPart {
  readonly kind: PartKind;
  /** Job label of its metrics: the name of its Service. */
  readonly job: string;
  /** Number of pods. */
  readonly replicas: number;
}

/** Input of all alerts of a cluster. */
export interface AlertContext extends AlertPlace {
  readonly parts: readonly WatchedPart[];
  /** Whether targets are sharded, so that no single Prometheus scrapes everything. */
  readonly sharded: boolean;
  /** Whether this program deploys Prometheus, with its own scrape jobs. */
  readonly ownPrometheus: boolean;
  /** How many seconds alerts can look back: Prometheus' retention, or infinite for an external Prometheus. */
  readonly retentionSeconds: number;
  /** Whether blocks are ever deleted by age, and the time between a block's deletion mark and its deletion. */
  readonly retention: boolean;
  readonly deleteDelay: string;
  /** Whether alerts are sent to any Alertmanager. */
  readonly alertsSent: boolean;
  /** Longest evaluation interval of the Ruler's groups. */
  readonly rulesEvery: string;
  /** Whether Prometheus remote-writes to Receive. */
  readonly remoteWrites: boolean;
}

interface Replicated {
  readonly replicas: number;
}

/** The configuration of a cluster that determines its alerts. */
interface OfCluster extends OptionalParts<"cluster"> {
  readonly cluster: string;
  readonly namespace: string;
  readonly alerts: Pick<AlertPlace, "runbookUrl">;
  readonly prometheus: Replicated & { readonly shards: number; readonly retention: string };
  readonly externalPrometheus?: object | undefined;
  readonly compact: { readonly retention: Retention; readonly deleteDelay: string };
}

interface RulerIntervals {
  readonly evaluationInterval: string;
  readonly groups: readonly { readonly interval?: string | undefined }[];
}

interface OfObserver extends OfCluster, OptionalParts<"observer"> {
  readonly query: Replicated;
  readonly queryFrontend: Replicated & { readonly responseCache: ResponseCache };
  readonly tlsQuerier: Replicated;
  readonly store: Replicated & {
    readonly sharding?: Sharding;
    readonly indexCache: ResponseCache;
    readonly bucketCache?: ResponseCache | undefined;
  };
  readonly grafana: { readonly enabled: boolean };
  readonly ruler?: (Replicated & RulerIntervals) | undefined;
}

interface OfObservee extends OfCluster {
  readonly exposure: { readonly kind: string };
  readonly alerting?: object | undefined;
  readonly leafQuery: Replicated;
}

/** Common to both roles. */
function ofCluster(config: OfCluster): AlertContext {
  const { prometheus, externalPrometheus, alertmanager, compact } = config;
  const own = externalPrometheus === undefined;
  const pods = prometheus.replicas * prometheus.shards;
  return {
    cluster: config.cluster,
    namespace: config.namespace,
    runbookUrl: config.alerts.runbookUrl,
    sharded: own && prometheus.shards > 1,
    ownPrometheus: own,
    retentionSeconds: own ? durationSeconds(prometheus.retention) : Infinity,
    retention: Object.values(compact.retention).some((kept) => kept !== "0d"),
    deleteDelay: compact.deleteDelay,
    alertsSent: alertmanager !== undefined,
    rulesEvery: "1m",
    remoteWrites: false,
    parts: [
      ...(own ? parts("prometheus", pods, PROMETHEUS.name) : []),
      ...(own ? parts("sidecar", pods, SIDECAR.name) : []),
      ...parts("compact", 1, COMPACTOR.name),
      ...optionalParts("cluster", config).flatMap(ofOptional),
    ],
  };
}

const parts = (kind: PartKind, replicas: number, ...jobs: readonly string[]): WatchedPart[] =>
  jobs.map((job) => ({ kind, job, replicas }));

const ofOptional = ({ part, replicas }: { readonly part: PartName; readonly replicas: number }) =>
  parts(part, replicas, PARTS[part].name);

/** `clusters` are those whose buckets the observer reads. */
export function observerAlertContext(
  config: OfObserver,
  clusters: readonly string[],
): AlertContext {
  const { query, queryFrontend, tlsQuerier, store, ruler, grafana } = config;
  const stores = clusters.flatMap((cluster) =>
    shardsOf(store.sharding).map(({ suffix }) => storeName(cluster, suffix)),
  );
  const pools = [
    { pool: "indexCache", cache: store.indexCache },
    { pool: "bucketCache", cache: store.bucketCache },
    { pool: "responseCache", cache: queryFrontend.responseCache },
  ] as const;
  const common = ofCluster(config);
  return {
    ...common,
    rulesEvery: ruler === undefined ? common.rulesEvery : slowestOf(ruler),
    parts: [
      ...common.parts,
      ...parts("query", query.replicas, QUERY.name),
      ...parts("queryFrontend", queryFrontend.replicas, QUERY_FRONTEND.name),
      ...parts("tlsQuerier", tlsQuerier.replicas, TLS_QUERIER.name),
      ...parts("store", store.replicas, ...stores),
      ...optionalParts("observer", config).flatMap(ofOptional),
      ...(grafana.enabled ? parts("grafana", 1, GRAFANA.name) : []),
      ...pools.flatMap(({ pool, cache }) =>
        cache?.kind === "memcached" ? parts(pool, cache.replicas, PARTS[pool].name) : [],
      ),
    ],
  };
}

const slowestOf = ({ evaluationInterval, groups }: RulerIntervals): string =>
  longest(evaluationInterval, ...groups.map(({ interval }) => interval ?? evaluationInterval));

/** `served`: whether the observer reaches it by its edge, which it does not if it remote-writes or is unknown. */
export function observeeAlertContext(config: OfObservee, served: boolean): AlertContext {
  const common = ofCluster(config);
  return {
    ...common,
    alertsSent: common.alertsSent || config.alerting !== undefined,
    remoteWrites: config.exposure.kind === "remoteWrite",
    parts: [
      ...common.parts,
      ...(served ? parts("leafQuery", config.leafQuery.replicas, LEAF_QUERY.name) : []),
    ],
  };
}

/** PromQL selector for the series of one part. */
export const select = (
  { namespace }: Pick<AlertPlace, "namespace">,
  { job }: Pick<WatchedPart, "job">,
  ...more: readonly string[]
): string => `{${[`job="${job}"`, `namespace="${namespace}"`, ...more].join(",")}}`;

export const ofKinds = (
  { parts: all }: AlertContext,
  ...kinds: readonly PartKind[]
): WatchedPart[] => all.filter(({ kind }) => kinds.includes(kind));
