// The table of allowed connections, the source of the NetworkPolicies and of docs/network.md; all others are denied.
import type { Port } from "../../kubernetes/part-definition";
import { PASS_THROUGH_KINDS_TEXT, TERMINATING_KINDS_TEXT } from "../edge/config";
import { WITH_HTTP_API, metricsPorts, PARTS, WITH_DNS, WITH_METRICS, BUCKET_USERS } from "../parts";
import type { Outside, Part, Party } from "./parties";

/** Conditions for entries from outside, as configuration keys. */
export const CONDITIONS = {
  passThrough: `\`exposure.kind\` is ${PASS_THROUGH_KINDS_TEXT}`,
  controller: `\`exposure.kind\` is ${TERMINATING_KINDS_TEXT}`,
  controllerToSidecar: "the same with `exposure.backend: sidecar`",
  queryPublished: "`query.publish`",
  queryFrontendPublished: "`queryFrontend.publish`",
  receive: "`receive`",
  alertmanagerEdge: "`alertmanager.edge`",
  storeReader: "`objectStore.exposure`",
  minio: "`objectStore.exposure`, `objectStore.server: minio`",
  queryNodePort: "`query.nodePort`",
  queryFrontendNodePort: "`queryFrontend.nodePort`",
  prometheusNodePort: "`prometheus.nodePort`",
  alertmanagerNodePort: "`alertmanager.nodePort`",
  grafanaNodePort: "`grafana.nodePort`",
  grafanaIngress: "`grafana.ingress`",
} as const;

export type Condition = keyof typeof CONDITIONS;

export interface Flow {
  readonly from: Party;
  readonly to: Party;
  /** Ports of the called part; peers outside the namespace define their own. */
  readonly ports?: readonly Port[];
  /** Condition for the flow; without one it applies wherever both ends exist. */
  readonly when?: Condition;
  readonly why: string;
}

/** Excludes Prometheus, which may connect to anything. */
const storing = BUCKET_USERS.filter((part) => part !== "prometheus");

const each = (parts: readonly Part[], to: Outside, why: string): Flow[] =>
  parts.map((from) => ({ from, to, why }));

const scrapes = (from: Party): Flow[] =>
  WITH_METRICS.map((to) => ({
    from,
    to,
    ports: metricsPorts(to) ?? [],
    why: "scrapes, or sends alerts",
  }));

const ASKED = "the controller has asked for the observer's certificate";
const ASKS = "the Gateway asks for the observer's certificate";
const LOGGED_IN = "the controller has asked who it is";
const LOGIN = "Grafana asks who it is";
const WHOEVER = "whoever reaches the node's port is answered";

export const FLOWS: readonly Flow[] = [
  { from: "queryFrontend", to: "query", ports: ["http"], why: "hands queries on" },
  { from: "queryFrontend", to: "responseCache", ports: ["memcached"], why: "caches answers" },
  ...(["tlsQuerier", "store", "prometheus", "ruler", "receive"] as const).map((to): Flow => ({
    from: "query",
    to,
    ports: ["grpc"],
    why: "asks for series (StoreAPI)",
  })),
  { from: "leafQuery", to: "prometheus", ports: ["grpc"], why: "asks for series (StoreAPI)" },
  ...each(["query", "leafQuery"], "externalSidecar", "asks for series (StoreAPI)"),
  { from: "query", to: "endpoints", why: "asks for series (StoreAPI)" },
  { from: "tlsQuerier", to: "edges", why: "asks observees for series, by mutual TLS" },
  { from: "grafana", to: "queryFrontend", ports: ["http"], why: "asks what its panels show" },
  { from: "grafana", to: "query", ports: ["http"], why: "asks past the cache" },
  {
    from: "grafana",
    to: "apiServer",
    why: "its sidecar watches for dashboards; single sign-on and mail are beside it",
  },
  { from: "store", to: "indexCache", ports: ["memcached"], why: "caches indexes" },
  { from: "store", to: "bucketCache", ports: ["memcached"], why: "caches chunks" },
  { from: "ruler", to: "query", ports: ["http"], why: "asks its rules" },
  { from: "ruler", to: "alertmanager", ports: ["alertmanager"], why: "sends alerts" },
  { from: "receive", to: "receive", ports: ["grpc"], why: "copies samples to other replicas" },
  {
    from: "alertmanager",
    to: "alertmanager",
    ports: ["alertmanagerMesh"],
    why: "agrees on who sends a message",
  },
  { from: "alertmanager", to: "receivers", why: "sends messages" },
  ...([...storing, "prometheus", "bucketJob"] as const).map((from): Flow => ({
    from,
    to: "objectStore",
    ports: ["s3"],
    why: "keeps or reads blocks",
  })),
  ...each(storing, "ownStore", "keeps or reads blocks"),
  { from: "store", to: "observeeStores", why: "reads observees' blocks" },
  ...each(storing, "identity", "gets its role's credentials"),
  ...each([...WITH_DNS, "gatewayProxy"], "dns", "looks names up"),
  {
    from: "prometheus",
    to: "anything",
    why: "scrapes whatever a monitor of the cluster names, nodes and API server among it, pushes to Receive, and sends alerts to the observer; the one wide way out",
  },
  ...scrapes("prometheus"),
  ...scrapes("externalPrometheus").filter(
    // An external Prometheus replaces the stack's own.
    ({ to }) => to !== "prometheus",
  ),
  {
    from: "externalPrometheus",
    to: "objectStore",
    ports: ["s3"],
    why: "its sidecar uploads blocks",
  },
  {
    from: "anyone",
    to: "leafQuery",
    ports: ["grpc"],
    when: "passThrough",
    why: "Thanos asks for the observer's certificate",
  },
  {
    from: "controller",
    to: "leafQuery",
    ports: ["grpc"],
    when: "controller",
    why: ASKED,
  },
  {
    from: "controller",
    to: "prometheus",
    ports: ["grpc"],
    when: "controllerToSidecar",
    why: ASKED,
  },
  { from: "diallers", to: "gatewayProxy", why: ASKS },
  { from: "gatewayProxy", to: "leafQuery", ports: ["grpc"], when: "controller", why: ASKED },
  {
    from: "gatewayProxy",
    to: "prometheus",
    ports: ["grpc"],
    when: "controllerToSidecar",
    why: ASKED,
  },
  { from: "gatewayProxy", to: "controller", why: "is told what to do" },
  { from: "controller", to: "query", ports: ["http"], when: "queryPublished", why: LOGGED_IN },
  {
    from: "controller",
    to: "queryFrontend",
    ports: ["http"],
    when: "queryFrontendPublished",
    why: LOGGED_IN,
  },
  {
    from: "anyone",
    to: "receive",
    ports: ["remoteWrite"],
    when: "receive",
    why: "Receive asks for the writer's certificate",
  },
  {
    from: "anyone",
    to: "alertmanager",
    ports: ["alertmanagerEdge"],
    when: "alertmanagerEdge",
    why: "the edge asks for the certificate of the observee's Prometheus",
  },
  {
    from: "anyone",
    to: "objectStore",
    ports: ["s3Reader"],
    when: "storeReader",
    why: "the observer reads blocks; the server asks for its key pair",
  },
  {
    from: "anyone",
    to: "objectStore",
    ports: ["s3"],
    when: "minio",
    why: "the observer reads blocks; the server asks for its key pair",
  },
  { from: "anyone", to: "query", ports: ["http"], when: "queryNodePort", why: WHOEVER },
  {
    from: "anyone",
    to: "queryFrontend",
    ports: ["http"],
    when: "queryFrontendNodePort",
    why: WHOEVER,
  },
  {
    from: "anyone",
    to: "prometheus",
    ports: ["prometheus"],
    when: "prometheusNodePort",
    why: WHOEVER,
  },
  {
    from: "anyone",
    to: "alertmanager",
    ports: ["alertmanager"],
    when: "alertmanagerNodePort",
    why: WHOEVER,
  },
  { from: "anyone", to: "grafana", ports: ["grafana"], when: "grafanaNodePort", why: LOGIN },
  { from: "controller", to: "grafana", ports: ["grafana"], when: "grafanaIngress", why: LOGIN },
  {
    from: "anyone",
    to: "acmeSolver",
    ports: ["acmeSolver"],
    why: "an ACME server sees whose the name is",
  },
  ...WITH_HTTP_API.map((to): Flow => ({
    from: "clients",
    to,
    ports: [PARTS[to].api],
    why: "named in configuration, with the parts that it may ask",
  })),
];
