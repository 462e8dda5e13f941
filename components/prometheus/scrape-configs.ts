// Scrape jobs for the API server, the kubelets and their cadvisor. They are plain scrape configuration, since
// ScrapeConfig objects cannot refer to the pod's rotating token file, only to a Secret that never expires.
import type { PrometheusConfig } from "./config";
import { toYaml } from "../../kubernetes/yaml";

/** Key of the Secret that the Prometheus resource reads. */
export const SCRAPE_KEY = "scrape-configs.yaml";

export type KubeletTls = PrometheusConfig["kubeletTls"];

export interface ScrapeArgs extends Pick<PrometheusConfig, "kubeletTls" | "scrape"> {
  /** Whether to keep the API server's histograms that kube-prometheus-stack's rules and dashboards use. */
  readonly histograms: boolean;
}

const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
const CREDENTIALS = { authorization: { credentials_file: `${ACCOUNT}/token` } };

const tlsConfig = (kubeletTls: KubeletTls) => ({
  ca_file: `${ACCOUNT}/ca.crt`,
  insecure_skip_verify: kubeletTls === "skipVerify" ? true : undefined,
});

/** Large histograms of the API server that no rule or dashboard uses. */
const UNUSED_HISTOGRAMS = [
  "apiserver_request_slo_duration_seconds",
  "apiserver_request_body_size_bytes",
  "apiserver_response_sizes",
  "apiserver_watch_(events|list)_.*",
  "etcd_request_duration_seconds",
  "workqueue_work_duration_seconds",
];

/** Durations of requests and of waiting in queues, for the API server's error budget and dashboard. */
const LATENCY = "apiserver_request_sli_duration_seconds";
const WAITING = "workqueue_queue_duration_seconds";

/** Bucket bounds of LATENCY in seconds that no objective or quantile needs; kube-prometheus-stack drops them, too. */
const UNUSED_BOUNDS = [
  ...["0.15", "0.2", "0.3", "0.35", "0.4", "0.45", "0.6", "0.7", "0.8", "0.9", "1.25", "1.5"],
  ...["1.75", "2", "3", "4", "6", "8", "15", "20", "45"],
].map((bound) => bound.replace(".", "\\."));

const dropped = (histograms: boolean) => {
  const unused = histograms ? UNUSED_HISTOGRAMS : [...UNUSED_HISTOGRAMS, LATENCY, WAITING];
  return [
    { action: "drop", source_labels: ["__name__"], regex: `(${unused.join("|")})_bucket` },
    ...(histograms
      ? [
          {
            action: "drop",
            source_labels: ["__name__", "le"],
            regex: `${LATENCY}_bucket;(${UNUSED_BOUNDS.join("|")})(\\.0)?`,
          },
        ]
      : []),
  ];
};

const apiServer = (histograms: boolean) => ({
  job_name: "apiserver",
  scheme: "https",
  ...CREDENTIALS,
  tls_config: { ...tlsConfig("verify"), server_name: "kubernetes" },
  kubernetes_sd_configs: [{ role: "endpointslice", namespaces: { names: ["default"] } }],
  relabel_configs: [
    {
      action: "keep",
      source_labels: [
        "__meta_kubernetes_service_name",
        "__meta_kubernetes_endpointslice_port_name",
      ],
      regex: "kubernetes;https",
    },
  ],
  metric_relabel_configs: dropped(histograms),
});

/** The job label is `kubelet` for both paths, as kube-prometheus' rules and dashboards expect. */
const kubelet = (job: string, path: string, kubeletTls: KubeletTls) => ({
  job_name: job,
  scheme: "https",
  metrics_path: path,
  ...CREDENTIALS,
  tls_config: tlsConfig(kubeletTls),
  kubernetes_sd_configs: [{ role: "node" }],
  relabel_configs: [
    { target_label: "job", replacement: "kubelet" },
    { source_labels: ["__metrics_path__"], target_label: "metrics_path" },
    { source_labels: ["__meta_kubernetes_node_name"], target_label: "node" },
  ],
});

/** Text of the Secret. */
export const scrapeConfigs = ({ kubeletTls, scrape, histograms }: ScrapeArgs): string =>
  toYaml([
    ...(scrape.apiServer ? [apiServer(histograms)] : []),
    ...(scrape.kubelet
      ? [
          kubelet("kubelet", "/metrics", kubeletTls),
          // cadvisor sets timestamps itself: without this, a removed container would still be returned for five minutes.
          {
            ...kubelet("cadvisor", "/metrics/cadvisor", kubeletTls),
            track_timestamps_staleness: true,
          },
        ]
      : []),
  ]);
