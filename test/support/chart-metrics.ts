// Metrics of the API server and kubelets that the rules of kube-prometheus-stack 88.5.3 use; the program scrapes these
// instead of the chart. From the enabled groups in templates/prometheus/rules-1.14, and the histograms of the
// dashboards in templates/grafana/dashboards-1.14. A bucket metric has the bounds that a rule names.
// https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack

/** By job; of histogram buckets, only those whose bound a rule names. */
export const READ_BY_CHART: Readonly<Record<string, readonly string[]>> = {
  apiserver: [
    // kube-apiserver-availability, -burnrate, -histogram, -slos
    "apiserver_request_total",
    "apiserver_request_sli_duration_seconds_count",
    ...["1.0", "5.0", "30.0", "+Inf", "1", "5", "30"].map(
      (le) => `apiserver_request_sli_duration_seconds_bucket;${le}`,
    ),
    // kubernetes-system, kubernetes-system-apiserver
    "aggregator_unavailable_apiservice",
    "aggregator_unavailable_apiservice_total",
    "apiserver_client_certificate_expiration_seconds_bucket;604800.0",
    "apiserver_client_certificate_expiration_seconds_count",
    "apiserver_request_terminations_total",
    "rest_client_requests_total",
    // API server dashboard
    "workqueue_queue_duration_seconds_bucket;0.1",
    "workqueue_adds_total",
    "workqueue_depth",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "go_goroutines",
  ],
  kubelet: [
    // kubelet, kubernetes-system-kubelet
    "kubelet_node_name",
    "kubelet_pleg_relist_duration_seconds_bucket;0.1",
    "kubelet_pod_worker_duration_seconds_bucket;0.1",
    "kubelet_running_pods",
    "kubelet_evictions",
    "kubelet_certificate_manager_client_ttl_seconds",
    "kubelet_certificate_manager_client_expiration_renew_errors",
    "kubelet_certificate_manager_server_ttl_seconds",
    "kubelet_server_expiration_renew_errors",
    // kubernetes-storage
    ...[
      "available_bytes",
      "capacity_bytes",
      "used_bytes",
      "inodes",
      "inodes_free",
      "inodes_used",
    ].map((what) => `kubelet_volume_stats_${what}`),
  ],
  cadvisor: [
    // k8s.rules, kubernetes-resources
    "container_cpu_usage_seconds_total",
    "container_cpu_cfs_periods_total",
    "container_cpu_cfs_throttled_periods_total",
    "container_memory_cache",
    "container_memory_rss",
    "container_memory_swap",
    "container_memory_working_set_bytes",
  ],
};
