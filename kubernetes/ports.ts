// The ports that the parts listen on: their own defaults.

/** Numbers as in https://thanos.io/tip/components/ and the operator's container ports. */
export const PORTS = {
  http: 10902,
  grpc: 10901,
  prometheus: 9090,
  alertmanager: 9093,
  /** Between Alertmanager's replicas, TCP and UDP. */
  alertmanagerMesh: 9094,
  /** Where observees send alerts, and the health of what stands there. */
  alertmanagerEdge: 9095,
  alertmanagerEdgeHealth: 9096,
  grafana: 3000,
  dashboardSidecar: 8080,
  remoteWrite: 19291,
  memcached: 11211,
  memcachedExporter: 9150,
  s3: 9000,
  s3Reader: 9001,
  /** Of the pods that answer an ACME server for cert-manager. */
  acmeSolver: 8089,
} as const;
