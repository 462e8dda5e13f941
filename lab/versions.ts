// Every version the lab pins, in one table.

export const versions = {
  pulumi: "v3.276.0",
  kubernetes: "v1.36.3",
  coredns: "v1.15.0",
  thanos: "v0.42.5",
  /** The Go module numbers Prometheus 3.x as v0.3xx. */
  prometheus: "v3.15.0",
  prometheusModule: "v0.315.0",
  alertmanager: "v0.34.0",
  prometheusOperator: "v0.85.0",
  versitygw: "v1.8.0",
  /** Debian's may be older; this is the tag that the program asks for. */
  memcached: "1.6.39",
  memcachedExporter: "v0.14.3",
  kubeRbacProxy: "v0.19.1",
  /** The newest whose pins the Go module proxy serves. */
  traefik: "v3.7.11",
  /** Of the last image that was published; its client's is the newest whose checksum is known. */
  minio: "RELEASE.2025-09-07T16-13-09Z",
  pause: "3.10",
} as const;
