// Container ports of the parts: the defaults of the software, where it has one.

/**
 * Thanos' are from https://thanos.io/tip/components/, Prometheus' and Alertmanager's are the operator's container
 * ports.
 */
export const PORTS = {
  http: 10902,
  grpc: 10901,
  prometheus: 9090,
  alertmanager: 9093,
  /** Gossip between Alertmanager's replicas, TCP and UDP. */
  alertmanagerMesh: 9094,
  /** Edge for alerts of observees; `alertmanagerEdgeHealth` has its health endpoint. */
  alertmanagerEdge: 9095,
  alertmanagerEdgeHealth: 9096,
  grafana: 3000,
  dashboardSidecar: 8080,
  remoteWrite: 19291,
  memcached: 11211,
  memcachedExporter: 9150,
  s3: 9000,
  /** Read-only instance of the in-cluster S3 server, for the observer. */
  s3Reader: 9001,
  /** cert-manager's ACME HTTP-01 solver pods. */
  acmeSolver: 8089,
} as const;
