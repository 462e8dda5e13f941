// Input of the observer's alerts: the parts that its configuration deploys.
import type { ObserverSettings } from "../../config/observer";
import { longest } from "../../kubernetes/duration";
import {
  clusterAlertContext,
  watchedPart,
  type AlertContext,
} from "../cluster-metrics/alert-context";
import { STORE_JOBS } from "../../kubernetes/names";
import { FLEET_CHECK_REPLICAS } from "../fleet-check/part";
import { optionalParts } from "../parts";
import type { RulerConfig } from "../ruler/config";
import { TLS_QUERIER_JOBS, TLS_QUERIER_REPLICAS, tlsQuerierName } from "../tls-querier/part";
import { storeNames } from "./store-names";

/**
 * The context. `clusters` are those whose buckets the observer reads, its own included; `queriers` are the observees that
 * have a TLS querier.
 */
export function observerAlertContext(
  config: Omit<ObserverSettings, "observees">,
  clusters: readonly string[],
  queriers: readonly string[],
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
      watchedPart({ part: "query", replicas: query.replicas }),
      watchedPart({ part: "queryFrontend", replicas: queryFrontend.replicas }),
      ...(queriers.length === 0
        ? []
        : [
            {
              kind: "tlsQuerier",
              job: TLS_QUERIER_JOBS,
              jobs: queriers.map(tlsQuerierName),
              replicas: tlsQuerier.replicas ?? TLS_QUERIER_REPLICAS,
            } as const,
          ]),
      watchedPart({ part: "fleetCheck", replicas: FLEET_CHECK_REPLICAS }),
      {
        kind: "store",
        job: STORE_JOBS,
        jobs: storeNames(store, clusters),
        replicas: store.replicas,
      },
      ...optionalParts("observer", config).map(watchedPart),
      ...(grafana.enabled ? [watchedPart({ part: "grafana", replicas: 1 })] : []),
      ...pools.flatMap(({ pool, cache }) =>
        cache?.kind === "memcached" ? [watchedPart({ part: pool, replicas: cache.replicas })] : [],
      ),
    ],
  };
}

const slowestOf = ({ evaluationInterval, groups }: RulerConfig): string =>
  longest(evaluationInterval, ...groups.map(({ interval }) => interval ?? evaluationInterval));
