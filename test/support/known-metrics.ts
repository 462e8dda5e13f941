// Metrics that alerts read, by the part that exposes them. Tests of the lab check that they exist.
import { NODES } from "./alerts";

const GRPC = ["grpc_server_handled_total", "grpc_server_handling_seconds_bucket"];
const HTTP = ["http_requests_total", "http_request_duration_seconds_bucket"];
const BUCKET = [
  "thanos_objstore_bucket_operations_total",
  "thanos_objstore_bucket_operation_failures_total",
];
const CALLS = ["grpc_client_handled_total", "thanos_store_nodes_grpc_connections"];
const CUT = "prometheus_tsdb_compaction_chunk_size_bytes_sum";
const SYNC = ["thanos_blocks_meta_syncs_total", "thanos_blocks_meta_sync_failures_total"];
const DATABASE = [
  "prometheus_tsdb_compactions_failed_total",
  "prometheus_tsdb_reloads_failures_total",
];
const RULES = [
  "prometheus_rule_group_last_evaluation_timestamp_seconds",
  "prometheus_rule_evaluation_failures_total",
  "prometheus_rule_group_interval_seconds",
  "prometheus_rule_group_iterations_missed_total",
  "prometheus_rule_group_last_duration_seconds",
];
const NAMES_FOUND = ["endpoints", "endpoint_groups"].flatMap((provider) =>
  ["lookups", "failures"].map((what) => `thanos_query_${provider}_dns_${what}_total`),
);

/** Prometheus adds `up` to every target. */
export const EVERYWHERE = "up";

/** By `app.kubernetes.io/component`. */
export const METRICS: Readonly<Record<string, readonly string[]>> = {
  "query-layer": [
    ...GRPC,
    ...HTTP,
    ...NAMES_FOUND,
    ...CALLS,
    "thanos_query_concurrent_gate_queries_in_flight",
    "thanos_query_concurrent_gate_queries_max",
  ],
  "tls-querier": [...GRPC, ...CALLS],
  "query-cache": HTTP,
  "object-store-gateway": [
    ...GRPC,
    ...BUCKET,
    ...SYNC,
    "thanos_bucket_store_block_load_failures_total",
    "thanos_bucket_store_series_gate_queries_duration_seconds_bucket",
    "thanos_objstore_bucket_operation_duration_seconds_bucket",
  ],
  "database-compactor": [
    ...BUCKET,
    "thanos_compact_halted",
    "thanos_compact_iterations_total",
    "thanos_compact_todo_compactions",
    "thanos_compact_todo_deletion_blocks",
    "thanos_compact_block_cleanup_failures_total",
    "thanos_compact_group_compactions_total",
    "thanos_compact_group_compactions_failures_total",
  ],
  "object-store-bucket-debugging": BUCKET,
  "prometheus-sidecar": [
    ...GRPC,
    ...BUCKET,
    "thanos_shipper_uploads_total",
    "thanos_sidecar_prometheus_up",
  ],
  "database-write-hashring": [
    ...GRPC,
    ...HTTP,
    ...BUCKET,
    CUT,
    ...DATABASE,
    "prometheus_tsdb_head_samples_appended_total",
    "thanos_receive_forward_requests_total",
    "thanos_shipper_uploads_total",
    "thanos_receive_config_last_reload_successful",
    "thanos_receive_replications_total",
    "thanos_receive_write_samples_count",
  ],
  "rule-evaluation-engine": [
    ...GRPC,
    ...BUCKET,
    ...RULES,
    ...DATABASE,
    "prometheus_rule_evaluations_total",
    "thanos_rule_loaded_rules",
    "thanos_rule_config_last_reload_successful",
    "thanos_rule_evaluation_with_warnings_total",
    "thanos_alert_queue_alerts_dropped_total",
    "thanos_alert_sender_alerts_dropped_total",
  ],
  "fleet-check": [
    ...GRPC,
    "prometheus_rule_evaluations_total",
    "prometheus_rule_evaluation_failures_total",
    "thanos_alert_queue_alerts_dropped_total",
    "thanos_alert_sender_alerts_dropped_total",
  ],
  prometheus: [
    ...RULES,
    ...DATABASE,
    CUT,
    "prometheus_engine_queries",
    "prometheus_engine_queries_concurrent_max",
    "prometheus_notifications_alertmanagers_discovered",
    "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
    "prometheus_remote_storage_queue_highest_timestamp_seconds",
    "prometheus_remote_storage_shards_desired",
    "prometheus_remote_storage_shards_max",
    "prometheus_sd_kubernetes_http_request_total",
    "prometheus_sd_refresh_failures_total",
    "prometheus_target_scrape_pool_exceeded_label_limits_total",
    "prometheus_target_scrape_pool_target_limit",
    "prometheus_target_scrape_pool_targets",
    "prometheus_target_scrapes_exceeded_body_size_limit_total",
    "prometheus_target_scrapes_exceeded_native_histogram_bucket_limit_total",
    "prometheus_target_scrapes_exceeded_sample_limit_total",
    "prometheus_target_scrapes_sample_duplicate_timestamp_total",
    "prometheus_target_scrapes_sample_out_of_bounds_total",
    "prometheus_target_scrapes_sample_out_of_order_total",
    "prometheus_target_sync_failed_total",
    "prometheus_config_last_reload_successful",
    "prometheus_notifications_dropped_total",
    "prometheus_remote_storage_samples_failed_total",
    "prometheus_remote_storage_samples_retried_total",
  ],
  alertmanager: [
    "alertmanager_cluster_members",
    "alertmanager_config_hash",
    "alertmanager_config_last_reload_successful",
    "alertmanager_notifications_total",
    "alertmanager_notifications_failed_total",
  ],
  memcached: ["memcached_up"],
  [NODES]: ["kubelet_volume_stats_available_bytes", "kubelet_volume_stats_capacity_bytes"],
};
