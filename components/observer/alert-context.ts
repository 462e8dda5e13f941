// Input of the observer's alerts: the parts that its configuration deploys.
import type { ObserverSettings } from "../../config/observer";
import { longest } from "../../kubernetes/duration";
import {
  clusterAlertContext,
  watchedPart,
  watchedParts,
  type AlertContext,
} from "../cluster-metrics/alert-context";
import { GRAFANA } from "../grafana/part";
import { optionalParts, PARTS } from "../parts";
import { QUERY_FRONTEND } from "../query-frontend/part";
import { QUERY } from "../query/part";
import type { RulerConfig } from "../ruler/config";
import { TLS_QUERIER } from "../tls-querier/part";
import { storeNames } from "./store-names";

/** `clusters` are those whose buckets the observer reads. */
export function observerAlertContext(
  config: Omit<ObserverSettings, "observees">,
  clusters: readonly string[],
): AlertContext {
  const { query, queryFrontend, tlsQuerier, store, ruler, grafana } = config;
  const pools = [
    { pool: "indexCache", cache: store.indexCache },
    { pool: "bucketCache", cache: store.bucketCache },
    { pool: "responseCache", cache: queryFrontend.responseCache },
  ] as const;
  const common = clusterAlertContext(config);
  return {
    ...common,
    rulesEvery: ruler === undefined ? common.rulesEvery : slowestOf(ruler),
    parts: [
      ...common.parts,
      ...watchedParts("query", query.replicas, QUERY.name),
      ...watchedParts("queryFrontend", queryFrontend.replicas, QUERY_FRONTEND.name),
      ...watchedParts("tlsQuerier", tlsQuerier.replicas, TLS_QUERIER.name),
      ...watchedParts("store", store.replicas, ...storeNames(store, clusters)),
      ...optionalParts("observer", config).flatMap(watchedPart),
      ...(grafana.enabled ? watchedParts("grafana", 1, GRAFANA.name) : []),
      ...pools.flatMap(({ pool, cache }) =>
        cache?.kind === "memcached" ? watchedParts(pool, cache.replicas, PARTS[pool].name) : [],
      ),
    ],
  };
}

const slowestOf = ({ evaluationInterval, groups }: RulerConfig): string =>
  longest(evaluationInterval, ...groups.map(({ interval }) => interval ?? evaluationInterval));
