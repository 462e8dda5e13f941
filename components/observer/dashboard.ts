// The Fleet dashboard: one line per cluster, and early signs of trouble.
import { CERTIFICATE_END } from "../pki/expiry/metrics";
import { LATE, NUMBERS, TABLE } from "./dashboard-clusters";
import {
  highest,
  lowest,
  prometheusByCluster,
  panel,
  quantile,
  type DashboardSpec,
} from "../grafana/dashboard/panel";
import { CLUSTER_MATCHER, STORE_GATEWAY_MATCHER } from "../grafana/dashboard/selectors";

const seriesLatency = (job: string): string =>
  quantile(
    0.9,
    `grpc_server_handling_seconds_bucket{${CLUSTER_MATCHER}, job="${job}", grpc_service="thanos.Store", grpc_method="Series"}`,
    "cluster",
  );

export const fleet: DashboardSpec = {
  name: "fleet",
  title: "Thanos fleet",
  description:
    "Every cluster of the fleet: whether it is there, how much it sends, what is ending.",
  rows: [
    { title: "Clusters", panels: [...NUMBERS, TABLE] },
    {
      title: "What each cluster sends",
      panels: [
        panel(
          "Targets that are up",
          "Share of a cluster's scrape targets that answer, of the ten clusters with the fewest.",
          "percentunit",
          lowest(`avg by (cluster) (up{${CLUSTER_MATCHER}})`),
          "{{cluster}}",
          { red: { below: 0.9 } },
        ),
        panel(
          "Active series",
          "Series in memory of the ten clusters with the most; memory goes by them.",
          "short",
          highest(prometheusByCluster((matchers) => `prometheus_tsdb_head_series{${matchers}}`)),
          "{{cluster}}",
        ),
        panel(
          "Samples per second",
          "Samples that the ten clusters with the most take in.",
          "count:samples/s",
          highest(
            prometheusByCluster(
              (matchers) =>
                `rate(prometheus_tsdb_head_samples_appended_total{${matchers}}[$__rate_interval])`,
            ),
          ),
          "{{cluster}}",
        ),
        panel(
          "Age of the newest sample",
          "That Query gets of a cluster, of the ten clusters with the oldest. Up to the scrape interval it is as it should be; beyond three minutes nothing new comes from there.",
          "s",
          highest(`time() - max by (cluster) (timestamp(up{${CLUSTER_MATCHER}}))`),
          "{{cluster}}",
          { red: { above: LATE } },
        ),
      ],
    },
    {
      title: "Edges and Store Gateways",
      panels: [
        panel(
          "Stores that Query asks",
          "StoreAPIs that Query is connected to, by kind: sidecars, Store Gateways, and the edges or their TLS queriers. One that is down stays in the number, so that answers say that it is missing.",
          "short",
          `sum by (store_type) (thanos_store_nodes_grpc_connections{job="thanos-query"}) / scalar(count(up{job="thanos-query"} == 1))`,
          "{{store_type}}",
        ),
        panel(
          "Store Gateways that are up",
          "Share of a bucket's Store Gateways that answer, of the ten with the fewest.",
          "percentunit",
          lowest(`avg by (job) (up{${STORE_GATEWAY_MATCHER}})`),
          "{{job}}",
          { red: { below: 1 } },
        ),
        panel(
          "Query latency per cluster",
          "Nine of ten calls for a cluster's series take no longer: at its leaf Query, or at its sidecars where it has none, of the ten slowest. The network between is not in it.",
          "s",
          // The caller's metrics have no label for the queried cluster, so these are the servers' metrics.
          highest(`${seriesLatency("thanos-query-leaf")} or ${seriesLatency("thanos-sidecar")}`),
          "{{cluster}}",
          { red: { above: 10 } },
        ),
      ],
    },
    {
      title: "Buckets and certificates",
      panels: [
        panel(
          "Blocks in the bucket",
          "Blocks that a cluster's Compactor sees, of the ten with the most. A steady rise means that nothing is compacted, or that retention is not applied.",
          "short",
          highest(
            `sum by (cluster) (thanos_blocks_meta_synced{${CLUSTER_MATCHER}, job="thanos-compact", state="loaded"})`,
          ),
          "{{cluster}}",
        ),
        panel(
          "Bucket growth",
          "Bytes of samples that a cluster cut into blocks in a day, of the ten with the most. Indexes, and what is downsampled, come on top.",
          "bytes",
          highest(
            prometheusByCluster(
              (matchers) =>
                `increase(prometheus_tsdb_compaction_chunk_size_bytes_sum{${matchers}}[1d])`,
            ),
          ),
          "{{cluster}}",
        ),
        panel(
          "Since the last upload",
          "Time since a sidecar last uploaded a block, of the ten longest; it does so every two hours.",
          "s",
          highest(
            `min by (cluster) (time() - (thanos_objstore_bucket_last_successful_upload_time{${CLUSTER_MATCHER}, job="thanos-sidecar"} > 0))`,
          ),
          "{{cluster}}",
          { red: { above: 3 * 3600 } },
        ),
        panel(
          "Days until certificates end",
          "The ten that end first, by the stack that has the certificate.",
          "suffix:days",
          lowest(
            `min by (cluster, certificate) ((${CERTIFICATE_END}{${CLUSTER_MATCHER}} - time()) / 86400)`,
          ),
          "{{cluster}} {{certificate}}",
          { red: { below: 30 } },
        ),
      ],
    },
  ],
};
