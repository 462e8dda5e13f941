// Scrape jobs for the API server, the kubelets and their cadvisor. They are Prometheus' own configuration rather than
// ScrapeConfig objects, which cannot name the pod's rotating token file but only a Secret that never expires.
import { toYaml } from "../yaml";

/** Key of the Secret that the Prometheus resource reads. */
export const SCRAPE_KEY = "scrape-configs.yaml";

/** `skipVerify` is for kubelets whose serving certificate the cluster's CA did not sign. */
export type KubeletTls = "verify" | "skipVerify";

const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
const CREDENTIALS = { authorization: { credentials_file: `${ACCOUNT}/token` } };

const tlsConfig = (kubeletTls: KubeletTls) => ({
  ca_file: `${ACCOUNT}/ca.crt`,
  ...(kubeletTls === "skipVerify" ? { insecure_skip_verify: true } : {}),
});

/** Histograms of the API server that are large and that no dashboard or alert here reads. */
const HEAVY_API_SERVER_METRICS =
  "(apiserver_request_(sli|slo)_duration_seconds|apiserver_request_body_size_bytes|apiserver_response_sizes" +
  "|apiserver_watch_(events|list)_.*|etcd_request_duration_seconds|workqueue_(queue|work)_duration_seconds)_bucket";

const apiServer = {
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
  metric_relabel_configs: [
    { action: "drop", source_labels: ["__name__"], regex: HEAVY_API_SERVER_METRICS },
  ],
};

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

/** The Secret's text. */
export const scrapeConfigs = (kubeletTls: KubeletTls): string =>
  toYaml([
    apiServer,
    kubelet("kubelet", "/metrics", kubeletTls),
    kubelet("cadvisor", "/metrics/cadvisor", kubeletTls),
  ]);
