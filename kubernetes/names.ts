// The fixed names by which the parts find each other inside a cluster's namespace.

/** Names of Secrets, ConfigMaps and Services. Those of a part and its Service are in the part's own folder. */
export const NAMES = {
  /** What Alertmanager's receivers keep secret. */
  alertmanagerSecrets: "alertmanager-receivers",
  /** The way in to Alertmanager from other clusters, and who may do what there. */
  alertmanagerEdge: "alertmanager-edge",
  /** Certificate and key that it shows, and the CA certificates of those who may send alerts. */
  alertmanagerTls: "alertmanager-edge-tls",
  /** Grafana's administrator's password, and what its settings keep secret. */
  grafanaSecrets: "grafana-secrets",
  edge: "thanos-edge",
  /** What a Gateway's route leads to; an edge that passes bytes on has a Service of the name above. */
  edgeBackend: "thanos-edge-backend",
  /** Object store configuration of this cluster's own bucket. */
  objstore: "thanos-objstore",
  /** Of an S3 server of the cluster's own, its users, its certificate, and the way in from outside. */
  objectStoreReader: "thanos-object-store-reader",
  objectStoreTls: "thanos-object-store-tls",
  objectStoreEdge: "thanos-object-store-edge",
  /** CA certificates whose client certificates the edge accepts. */
  clientCa: "thanos-client-ca",
  /** When the stack's certificates end. */
  certificateEnds: "thanos-certificate-ends",
  /** Certificate and key that the edge shows to its callers. */
  serverTls: "thanos-server-tls",
  /** The same where cert-manager keeps it. */
  certManagerTls: "thanos-server-tls-cert-manager",
  /** The way in to Receive, from other clusters. */
  receiveEdge: "thanos-receive-edge",
  /** Certificate and key that Receive shows, and the CA certificates of those who may write. */
  receiveTls: "thanos-receive-tls",
  /** Certificate and key with which Prometheus writes to Receive, and Receive's CA certificates. */
  remoteWriteTls: "thanos-remote-write-tls",
  /** The same for alerts to the observer's Alertmanager, and where that is. */
  alerting: "thanos-alerting",
} as const;

/** The Prometheus custom resource; its pods are called `prometheus-fleet-N`. */
export const PROMETHEUS_RESOURCE = "fleet";

/** The Alertmanager custom resource; its pods are called `alertmanager-fleet-N`. */
export const ALERTMANAGER_RESOURCE = "fleet";

/** The ConfigMap of one dashboard. */
export const dashboardName = (dashboard: string): string => `thanos-fleet-dashboard-${dashboard}`;

/** The Service that opens a port of every node for the pods behind `service`. */
export const nodePortName = (service: string): string => `${service}-node-port`;

/** The Store Gateways that read the bucket of `cluster`, or one shard of it. */
export const storeName = (cluster: string, shard?: string): string =>
  shard === undefined ? `thanos-store-${cluster}` : `thanos-store-${cluster}-${shard}`;

/** A group of alerts, and the PrometheusRule that holds it. */
export const alertsName = (group: string): string => `thanos-fleet-${group}`;

/** IAM role of a part of `cluster`, where it is made here: 64 characters at most. */
export const roleName = (cluster: string, part: string): string => `thanos-${cluster}-${part}`;

/** The observer's policy for reading the buckets of one group of observees. */
export const readerPolicyName = (observer: string, group: number): string =>
  `${roleName(observer, "store")}-${String(group)}`;

/** Object store configuration with which the observer reads the bucket of `cluster`. */
export const objstoreName = (cluster: string): string => `${NAMES.objstore}-${cluster}`;

/** The name in Receive's server certificate, apart from the address to dial. */
export const receiveServerName = (observer: string): string =>
  `receive.${observer}.observer.internal`;

/** The same of Alertmanager's edge. */
export const alertmanagerServerName = (observer: string): string =>
  `alertmanager.${observer}.observer.internal`;

/** CA certificates of those who may come in to a part that is published. */
export const publishCaName = (part: string): string => `${part}-publish-ca`;
