// Every version the lab pins, in one table; renovate.json reads the comments beside them.

export const versions = {
  pulumi: "v3.276.0", // renovate: go github.com/pulumi/pulumi/pkg/v3
  kubernetes: "v1.36.3", // renovate: go k8s.io/kubernetes
  coredns: "v1.15.0", // renovate: go github.com/coredns/coredns
  thanos: "v0.42.5", // renovate: docker quay.io/thanos/thanos
  /** The Go module numbers Prometheus 3.x as v0.3xx. */
  prometheus: "v3.15.0", // renovate: docker quay.io/prometheus/prometheus
  prometheusModule: "v0.315.0", // renovate: go github.com/prometheus/prometheus
  alertmanager: "v0.34.0", // renovate: docker quay.io/prometheus/alertmanager
  prometheusOperator: "v0.85.0", // renovate: go github.com/prometheus-operator/prometheus-operator
  versitygw: "v1.8.0", // renovate: docker ghcr.io/versity/versitygw
  /** Debian's may be older; this is the tag that the program asks for. */
  memcached: "1.6.39", // renovate: docker docker.io/library/memcached
  memcachedExporter: "v0.14.3", // renovate: docker quay.io/prometheus/memcached-exporter
  kubeRbacProxy: "v0.19.1", // renovate: docker quay.io/brancz/kube-rbac-proxy
  /** The newest version for which the Go module proxy serves every pinned dependency. */
  traefik: "v3.7.11", // renovate: go github.com/traefik/traefik/v3
  /** Version of the last published image; its client is the newest with a known checksum. */
  minio: "RELEASE.2025-09-07T16-13-09Z",
  pause: "3.10",
} as const;
