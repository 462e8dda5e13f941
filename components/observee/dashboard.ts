// The Observee dashboard: Prometheus, sidecars and edge of one cluster.
import { panel, quantile, type DashboardSpec } from "../grafana/dashboard/panel";
import { CLUSTER_MATCHER } from "../grafana/dashboard/selectors";

const PROM = `${CLUSTER_MATCHER}, job="prometheus"`;
const SIDECAR = `${CLUSTER_MATCHER}, job="thanos-sidecar"`;
const LEAF = `${CLUSTER_MATCHER}, job="thanos-query-leaf"`;

export const observee: DashboardSpec = {
  name: "observee",
  title: "Thanos observee",
  description:
    "One cluster: what its Prometheus takes in, what its sidecars upload, and who asks at its edge.",
  singleCluster: true,
  rows: [
    {
      title: "Prometheus",
      panels: [
        panel(
          "Active series",
          "Series in memory by replica.",
          "short",
          `max by (cluster, prometheus_replica, pod) (prometheus_tsdb_head_series{${PROM}})`,
          "{{cluster}} {{pod}}",
        ),
        panel(
          "Targets by job",
          "Share of a job's targets that answer.",
          "percentunit",
          `avg by (cluster, job) (up{${CLUSTER_MATCHER}})`,
          "{{cluster}} {{job}}",
          { red: { below: 0.9 } },
        ),
        panel(
          "Failed rule evaluations",
          "Each second. A rule that fails neither records nor alerts.",
          "ops",
          `sum by (cluster) (rate(prometheus_rule_evaluation_failures_total{${PROM}}[$__rate_interval]))`,
          "{{cluster}}",
          { red: { above: 0.001 } },
        ),
        panel(
          "Disk",
          "Bytes of the blocks on Prometheus' disk.",
          "bytes",
          `max by (cluster, pod) (prometheus_tsdb_storage_blocks_bytes{${PROM}})`,
          "{{cluster}} {{pod}}",
        ),
        panel(
          "Memory",
          "Memory of Prometheus, by replica.",
          "bytes",
          `max by (cluster, pod) (process_resident_memory_bytes{${PROM}})`,
          "{{cluster}} {{pod}}",
        ),
        panel(
          "Time of a scrape",
          "The slowest target of each job.",
          "s",
          `max by (cluster, job) (scrape_duration_seconds{${CLUSTER_MATCHER}})`,
          "{{cluster}} {{job}}",
          { red: { above: 10 } },
        ),
      ],
    },
    {
      title: "Sidecar",
      panels: [
        panel(
          "Sidecars that reach Prometheus",
          "1 while a sidecar reaches its Prometheus.",
          "short",
          `min by (cluster, pod) (thanos_sidecar_prometheus_up{${SIDECAR}})`,
          "{{cluster}} {{pod}}",
          { red: { below: 1 } },
        ),
        panel(
          "Blocks uploaded",
          "In the last six hours: three for each replica.",
          "short",
          `sum by (cluster) (increase(thanos_shipper_uploads_total{${SIDECAR}}[6h]))`,
          "{{cluster}}",
        ),
        panel(
          "Uploads that failed",
          "In the last six hours. Prometheus keeps its blocks for its retention only.",
          "short",
          `sum by (cluster) (increase(thanos_shipper_upload_failures_total{${SIDECAR}}[6h]))`,
          "{{cluster}}",
          { red: { above: 0.5 } },
        ),
      ],
    },
    {
      title: "Edge",
      panels: [
        panel(
          "Calls to the leaf Query",
          "Calls of the observer each second, by answer.",
          "reqps",
          `sum by (cluster, grpc_code) (rate(grpc_server_handled_total{${LEAF}, grpc_service="thanos.Store"}[$__rate_interval])) > 0`,
          "{{cluster}} {{grpc_code}}",
        ),
        panel(
          "Time of an answer",
          "Nine of ten calls take no longer.",
          "s",
          quantile(
            0.9,
            `grpc_server_handling_seconds_bucket{${LEAF}, grpc_service="thanos.Store"}`,
            "cluster",
          ),
          "{{cluster}}",
          { red: { above: 10 } },
        ),
        panel(
          "Sidecars that the leaf Query asks",
          "StoreAPIs that each leaf Query is connected to.",
          "short",
          `min by (cluster) (sum by (cluster, pod) (thanos_store_nodes_grpc_connections{${LEAF}}))`,
          "{{cluster}}",
          { red: { below: 1 } },
        ),
      ],
    },
  ],
};
