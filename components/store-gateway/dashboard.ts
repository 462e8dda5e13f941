// Dashboard of the blocks in the buckets: Store Gateways, object store operations, Compactors.
import {
  highest,
  lowest,
  panel,
  quantile,
  failureRatio,
  type DashboardSpec,
} from "../grafana/dashboard/panel";
import { CLUSTER_MATCHER, STORE_GATEWAY_MATCHER } from "../grafana/dashboard/selectors";

const COMPACT = `${CLUSTER_MATCHER}, job="thanos-compact"`;
/** Bucket operations in the selected clusters, and of the Store Gateways on the observer that read their buckets. */
const operations = (metric: string) =>
  [`${CLUSTER_MATCHER}, job=~"thanos-.+", job!~"thanos-store-.+"`, STORE_GATEWAY_MATCHER]
    .map(
      (of) =>
        `sum by (cluster, job) (rate(thanos_objstore_bucket_${metric}{${of}}[$__rate_interval]))`,
    )
    .join(" or ");
/** The second operand is 0 until the counter exists, which it does from the first failure on. */
const failures = (metric: string) =>
  `sum by (cluster) (rate(thanos_compact_${metric}{${COMPACT}}[$__rate_interval])) or sum by (cluster) (thanos_compact_iterations_total{${COMPACT}}) * 0`;

export const storeCompactor: DashboardSpec = {
  name: "store-compactor",
  title: "Thanos store and compactor",
  description:
    "The blocks in the object stores: read by the Store Gateways, joined and downsampled by the Compactors. Graphs have the ten lines that matter most.",
  rows: [
    {
      title: "Store Gateways",
      panels: [
        panel(
          "Blocks",
          "Blocks that each Store Gateway answers from; replicas of one bucket have the same.",
          "short",
          highest(`max by (job) (thanos_bucket_store_blocks_loaded{${STORE_GATEWAY_MATCHER}})`),
          "{{job}}",
        ),
        panel(
          "Blocks that cannot be loaded",
          "Blocks that a Store Gateway fails to load each second; it answers without them.",
          "ops",
          highest(
            `sum by (job) (rate(thanos_bucket_store_block_load_failures_total{${STORE_GATEWAY_MATCHER}}[$__rate_interval]))`,
          ),
          "{{job}}",
          { red: { above: 0.001 } },
        ),
        panel(
          "Time of an answer",
          "Nine of ten calls for series take no longer.",
          "s",
          highest(
            quantile(
              0.9,
              `grpc_server_handling_seconds_bucket{${STORE_GATEWAY_MATCHER}, grpc_method="Series"}`,
              "job",
            ),
          ),
          "{{job}}",
          { red: { above: 10 } },
        ),
        panel(
          "Index cache",
          "Share of the look-ups that the cache of the indexes has.",
          "percentunit",
          lowest(
            `sum by (job) (rate(thanos_store_index_cache_hits_total{${STORE_GATEWAY_MATCHER}}[$__rate_interval])) / (sum by (job) (rate(thanos_store_index_cache_requests_total{${STORE_GATEWAY_MATCHER}}[$__rate_interval])) > 0)`,
          ),
          "{{job}}",
        ),
      ],
    },
    {
      title: "Object stores",
      panels: [
        panel(
          "Operations",
          "Calls to the object stores each second, by who makes them.",
          "ops",
          highest(operations("operations_total")),
          "{{cluster}} {{job}}",
        ),
        panel(
          "Share of operations that fail",
          "By who makes them. Sidecars try again; a Compactor that meets this often halts.",
          "percentunit",
          highest(
            failureRatio(
              `(${operations("operation_failures_total")})`,
              `(${operations("operations_total")})`,
            ),
          ),
          "{{cluster}} {{job}}",
          { red: { above: 0.05 } },
        ),
      ],
    },
    {
      title: "Compactors",
      panels: [
        panel(
          "Compactors that halted",
          "One that halted does nothing until somebody has looked at its blocks; 1 is one too many.",
          "short",
          highest(`max by (cluster) (thanos_compact_halted{${COMPACT}})`),
          "{{cluster}}",
          { red: { above: 0.5 } },
        ),
        // A window shorter than the interval between two rounds would alternate between none and many.
        panel(
          "Rounds",
          "Rounds that a Compactor ended in the last hour; it begins one five minutes after the last.",
          "short",
          lowest(`sum by (cluster) (increase(thanos_compact_iterations_total{${COMPACT}}[1h]))`),
          "{{cluster}}",
        ),
        panel(
          "Work that waits",
          "Compactions that are planned and not done; a steady rise means that the Compactor is too slow.",
          "short",
          highest(`sum by (cluster) (thanos_compact_todo_compactions{${COMPACT}})`),
          "{{cluster}}",
        ),
        panel(
          "Blocks to delete",
          "Blocks that are older than retention lets them be, each for half of the delay after it was marked. One that only rises means that nothing is marked.",
          "short",
          highest(`sum by (cluster) (thanos_compact_todo_deletion_blocks{${COMPACT}})`),
          "{{cluster}}",
        ),
        {
          title: "Failed compactions and downsamplings",
          description: "Each second. Blocks stay as they are until it works.",
          unit: "ops",
          queries: [
            {
              expr: highest(failures("group_compactions_failures_total")),
              legend: "{{cluster}} compactions",
            },
            {
              expr: highest(failures("downsample_failures_total")),
              legend: "{{cluster}} downsamplings",
            },
          ],
          red: { above: 0.001 },
        },
        panel(
          "Memory",
          "Memory of Store Gateways and Compactors, of the ten with the most.",
          "bytes",
          highest(
            [STORE_GATEWAY_MATCHER, COMPACT]
              .map((of) => `max by (cluster, job) (process_resident_memory_bytes{${of}})`)
              .join(" or "),
          ),
          "{{cluster}} {{job}}",
        ),
      ],
    },
  ],
};
