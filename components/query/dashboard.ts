// Dashboard of the query path: the Query Frontend and Queries on the observer, and leaf Queries on the observees.
import { TLS_QUERIER_JOBS } from "../tls-querier/part";
import {
  highest,
  panel,
  quantile,
  failureRatio,
  type DashboardSpec,
} from "../grafana/dashboard/panel";

/**
 * All answers pass through the observer's Query, so it is always shown, and so are TLS queriers; leaf Queries are only for
 * the selected clusters.
 */
const LAYERS = [
  `job=~"thanos-query|${TLS_QUERIER_JOBS}"`,
  'cluster=~"$cluster", job="thanos-query-leaf"',
] as const;

const requests = (job: string, more = "") =>
  `sum by (job) (rate(http_requests_total{job="${job}", handler=~"query|query_range|query-frontend"${more}}[$__rate_interval]))`;
const cached = (metric: string) =>
  `sum by (cluster) (rate(${metric}{job="thanos-query-frontend"}[$__rate_interval]))`;

/** StoreAPI calls per second, by layer. */
const calls = (metric: string, by: string, more = "") =>
  LAYERS.map(
    (layer) =>
      `sum by (${by}) (rate(${metric}{${layer}, grpc_service="thanos.Store"${more}}[$__rate_interval]))`,
  ).join(" or ");

export const queryPath: DashboardSpec = {
  name: "query-path",
  title: "Thanos query path",
  description: "Who asks, how long an answer takes, and where on the way it fails.",
  rows: [
    {
      title: "Query Frontend",
      panels: [
        panel(
          "Requests",
          "Requests of people and dashboards each second, by the frontend's answer.",
          "reqps",
          `sum by (code) (rate(http_requests_total{job="thanos-query-frontend"}[$__rate_interval]))`,
          "{{code}}",
        ),
        panel(
          "Share of requests that fail",
          "Answers of 500 and above. Timeouts are among them.",
          "percentunit",
          failureRatio(
            requests("thanos-query-frontend", ', code=~"5.."'),
            requests("thanos-query-frontend"),
          ),
          "{{job}}",
          { red: { above: 0.05 } },
        ),
        panel(
          "Time of an answer",
          "Nine of ten requests take no longer.",
          "s",
          quantile(0.9, `http_request_duration_seconds_bucket{job="thanos-query-frontend"}`, "job"),
          "nine of ten",
          { red: { above: 10 } },
        ),
        {
          title: "Answers from the cache",
          description:
            "Share of the range queries' parts that the frontend's cache of finished answers has.",
          unit: "percentunit",
          queries: [
            {
              expr: `1 - ${cached("querier_cache_misses_total")} / (${cached("querier_cache_gets_total")} > 0)`,
              legend: "in memory",
            },
            {
              expr: `${cached("cortex_cache_hits_total")} / (${cached("cortex_cache_fetched_keys_total")} > 0)`,
              legend: "memcached",
            },
          ],
        },
      ],
    },
    {
      title: "Query",
      panels: [
        panel(
          "Queries",
          "Instant and range queries each second.",
          "reqps",
          `sum by (handler) (rate(http_requests_total{job="thanos-query", handler=~"query|query_range"}[$__rate_interval]))`,
          "{{handler}}",
        ),
        panel(
          "Share of queries that fail",
          "Answers of 500 and above of Query itself.",
          "percentunit",
          failureRatio(requests("thanos-query", ', code=~"5.."'), requests("thanos-query")),
          "{{job}}",
          { red: { above: 0.05 } },
        ),
        panel(
          "Time of a query",
          "Nine of ten queries take no longer.",
          "s",
          quantile(
            0.9,
            `http_request_duration_seconds_bucket{job="thanos-query", handler=~"query|query_range"}`,
            "handler",
          ),
          "{{handler}}",
          { red: { above: 10 } },
        ),
        panel(
          "Queries at once",
          "Queries that are being answered, as a share of those that may be; at 1 the next one waits.",
          "percentunit",
          `max by (job) (thanos_query_concurrent_gate_queries_in_flight{job="thanos-query"} / thanos_query_concurrent_gate_queries_max{job="thanos-query"})`,
          "{{job}}",
          { red: { above: 0.8 } },
        ),
      ],
    },
    {
      title: "Calls between the parts",
      panels: [
        panel(
          "Calls",
          "StoreAPI calls that the Queries of all layers make each second.",
          "reqps",
          calls("grpc_client_started_total", "job"),
          "{{job}}",
        ),
        panel(
          "Calls that fail",
          "StoreAPI calls that end with an error each second, by layer and code. Calls that were called off are none.",
          "reqps",
          `${calls("grpc_client_handled_total", "job, grpc_code", ', grpc_code!~"OK|Canceled"')} or (${calls("grpc_client_started_total", "job")}) * 0`,
          "{{job}} {{grpc_code}}",
          { red: { above: 0.05 } },
        ),
        panel(
          "Names that cannot be resolved",
          "Look-ups of StoreAPIs that fail each second.",
          "ops",
          LAYERS.map((layer) =>
            ["endpoints", "endpoint_groups"]
              .map(
                (provider) =>
                  `sum by (job) (rate(thanos_query_${provider}_dns_failures_total{${layer}}[$__rate_interval]))`,
              )
              .join(" + "),
          ).join(" or "),
          "{{job}}",
          { red: { above: 0.001 } },
        ),
        panel(
          "Memory",
          "Memory that the parts of the query path take, of the ten with the most; their limit is the container's.",
          "bytes",
          highest(
            [...LAYERS, 'job="thanos-query-frontend"']
              .map((layer) => `max by (cluster, job) (process_resident_memory_bytes{${layer}})`)
              .join(" or "),
          ),
          "{{cluster}} {{job}}",
        ),
      ],
    },
  ],
};
