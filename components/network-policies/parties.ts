// Who may take part in a flow: the parts, by the labels of their pods, and whoever is outside of the namespace.
import { ALERTMANAGER_PODS } from "../alertmanager/spec";
import { selectorLabels } from "../../kubernetes/labels";
import { NAMES } from "../../kubernetes/names";
import { PROMETHEUS_PODS } from "../prometheus/services";

type Labels = Readonly<Record<string, string>>;

interface PartPods {
  /** Name of the part's policy. */
  readonly name: string;
  /** Labels that its pods have, and no others. */
  readonly pods: Labels;
}

const named = (name: string): PartPods => ({ name, pods: selectorLabels(name) });

export const PARTS = {
  query: named(NAMES.query),
  queryFrontend: named(NAMES.queryFrontend),
  tlsQuerier: named(NAMES.tlsQuery),
  leafQuery: named(NAMES.leafQuery),
  /** All of them: each bucket and shard has its own name. */
  store: { name: "thanos-store", pods: { "app.kubernetes.io/component": "object-store-gateway" } },
  /** With its Thanos sidecar, of every shard. */
  prometheus: { name: NAMES.prometheus, pods: PROMETHEUS_PODS },
  compact: named(NAMES.compact),
  bucketWeb: named(NAMES.bucketWeb),
  ruler: named(NAMES.rule),
  receive: named(NAMES.receive),
  alertmanager: { name: NAMES.alertmanager, pods: ALERTMANAGER_PODS },
  /** With the sidecar that picks dashboards up. */
  grafana: named(NAMES.grafana),
  indexCache: named(NAMES.memcachedIndex),
  bucketCache: named(NAMES.memcachedBucket),
  responseCache: named(NAMES.memcachedResponses),
  /** The cluster's own S3 server, and the Job that makes its bucket. */
  objectStore: named(NAMES.objectStore),
  bucketJob: named(NAMES.objectStoreBucket),
  /**
   * Pods that cert-manager puts beside an Ingress or a Certificate while an ACME server asks for it.
   * https://cert-manager.io/docs/configuration/acme/http01/
   */
  acmeSolver: { name: "acme-solver", pods: { "acme.cert-manager.io/http01-solver": "true" } },
  /**
   * Pods that a Gateway's implementation puts beside it, as many do; others have theirs elsewhere.
   * https://gateway-api.sigs.k8s.io/geps/gep-1762/
   */
  gatewayProxy: {
    name: "gateway-proxy",
    pods: { "gateway.networking.k8s.io/gateway-name": NAMES.edge },
  },
} as const satisfies Record<string, PartPods>;

export type Part = keyof typeof PARTS;

/** Whoever is outside, and what the page calls them. */
export const OUTSIDE = {
  anyone: "anyone",
  anything: "anything at all",
  controller: "the edge's controller",
  /** At the ports of the Gateway's listener. */
  diallers: "anyone who dials the Gateway",
  clients: "`networkPolicies.from`",
  dns: "the cluster's DNS",
  externalPrometheus: "`externalPrometheus`",
  externalSidecar: "`externalPrometheus.sidecar`",
  edges: "observees' edges, `query.endpoints` with `tls`",
  endpoints: "`query.endpoints` without `tls`",
  ownStore: "the bucket's server",
  observeeStores: "observees' buckets' servers",
  identity: "the cloud's identity agent",
  receivers: "Alertmanager's receivers",
  apiServer: "the API server, `networkPolicies.morePorts.grafana`",
} as const;

export type Outside = keyof typeof OUTSIDE;
export type Party = Part | Outside;

export const isPart = (party: Party): party is Part => party in PARTS;
