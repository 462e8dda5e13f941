// Fixed names of objects in a cluster's namespace.

/** Names of Secrets, ConfigMaps and Services. A part's own name, also that of its Service, is in the part's folder. */
export const NAMES = {
  /** Secrets of Alertmanager's receivers. */
  alertmanagerSecrets: "alertmanager-receivers",
  /** Alertmanager's server endpoint for other clusters, and its authorization rules. */
  alertmanagerEdge: "alertmanager-edge",
  /** Server certificate and key of that endpoint, and the CA certificates of the alert senders. */
  alertmanagerTls: "alertmanager-edge-tls",
  /** Grafana's administrator password, and the secrets in its settings. */
  grafanaSecrets: "grafana-secrets",
  /** Objects of an observee's edge. */
  edge: "thanos-edge",
  /** Backend of a Gateway's route; an edge that passes TCP through has the Service `edge`. */
  edgeBackend: "thanos-edge-backend",
  /** Object store configuration of this cluster's own bucket. */
  objstore: "thanos-objstore",
  /** In-cluster S3 server: key pair of its reader, its certificate, and its Service for other clusters. */
  objectStoreReader: "thanos-object-store-reader",
  objectStoreTls: "thanos-object-store-tls",
  objectStoreEdge: "thanos-object-store-edge",
  /** CA certificates whose client certificates the edge accepts. */
  clientCa: "thanos-client-ca",
  /** End dates of the stack's certificates, followed by their kind, and the alerts on them. */
  certificateEnds: "thanos-certificate-ends",
  certificateAlerts: "thanos-certificates",
  /** Server certificate and key of the edge. */
  serverTls: "thanos-server-tls",
  /** The same, written by cert-manager. */
  certManagerTls: "thanos-server-tls-cert-manager",
  /** Receive's server endpoint for other clusters. */
  receiveEdge: "thanos-receive-edge",
  /** Receive's server certificate and key, and the CA certificates of the writers. */
  receiveTls: "thanos-receive-tls",
  /** Client certificate and key of Prometheus' remote write, and Receive's CA certificates. */
  remoteWriteTls: "thanos-remote-write-tls",
  /** The same for alerts to the observer's Alertmanager, and its address. */
  alerting: "thanos-alerting",
} as const;

/** Name of the Prometheus custom resource; its pods are `prometheus-fleet-N`. */
export const PROMETHEUS_RESOURCE = "fleet";

/** Name of the Alertmanager custom resource; its pods are `alertmanager-fleet-N`. */
export const ALERTMANAGER_RESOURCE = "fleet";

/** ConfigMap of a dashboard. */
export const dashboardName = (dashboard: string): string => `thanos-fleet-dashboard-${dashboard}`;

/** NodePort Service for the pods of `service`. */
export const nodePortName = (service: string): string => `${service}-node-port`;

/** Store Gateways for the bucket of `cluster`, or for one shard of it. */
export const storeName = (cluster: string, shard?: string): string =>
  shard === undefined ? `thanos-store-${cluster}` : `thanos-store-${cluster}-${shard}`;

/** Regular expression for the names of all Store Gateways, which are also the `job` of their metrics. */
export const STORE_JOBS = storeName(".+");

/** A group of alerts, and its PrometheusRule. */
export const alertsName = (group: string): string => `thanos-fleet-${group}`;

/**
 * IAM role of a part of `cluster`, if it is created here. IAM allows 64 characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const roleName = (cluster: string, part: string): string => `thanos-${cluster}-${part}`;

/** The observer's IAM policy for the buckets of one group of observees. */
export const readerPolicyName = (observer: string, group: number): string =>
  `${roleName(observer, "store")}-${String(group)}`;

/** The observer's object store configuration for the bucket of `cluster`. */
export const objstoreName = (cluster: string): string => `${NAMES.objstore}-${cluster}`;

/** Name in Receive's server certificate, independent of the address to dial. */
export const receiveServerName = (observer: string): string =>
  `receive.${observer}.observer.internal`;

/** Name in the server certificate of Alertmanager's edge. */
export const alertmanagerServerName = (observer: string): string =>
  `alertmanager.${observer}.observer.internal`;

/**
 * Secret with the CA certificates of the clients that the Ingress of a part accepts (`publish.auth.kind: mutualTls`).
 */
export const publishCaName = (part: string): string => `${part}-publish-ca`;
