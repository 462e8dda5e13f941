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

const flow = (from: Party, to: Party, port: Port, why: string, when?: Condition): Flow => ({
  from,
  to,
  ports: [port],
  when,
  why,
});

/** From several parts to a peer outside, which defines its own ports. */
const each = (parts: readonly Part[], to: Outside, why: string): Flow[] =>
  parts.map((from) => ({ from, to, why }));

const scrapes = (from: Party): Flow[] =>
  WITH_METRICS.map((to) => ({
    from,
    to,
    ports: metricsPorts(to) ?? [],
    why: "scrapes, or sends alerts",
  }));

/** Excludes Prometheus, which may connect to anything. */
const BUCKET_CLIENTS = BUCKET_USERS.filter((part) => part !== "prometheus");

const SERIES = "asks for series (StoreAPI)";
const BLOCKS = "keeps or reads blocks";
const ASKED = "the controller has asked for the observer's certificate";
const LOGGED_IN = "the controller has asked who it is";
const LOGIN = "Grafana asks who it is";
const NO_LOGIN = "whoever reaches the node's port is answered";
const SENDER = "the edge asks for the certificate of the observee's Prometheus";
const READER = "the observer reads blocks; the server asks for its key pair";

/** Flows between the parts, and to peers outside. */
const OUTGOING: readonly Flow[] = [
  flow("queryFrontend", "query", "http", "hands queries on"),
  flow("queryFrontend", "responseCache", "memcached", "caches answers"),
  flow("query", "tlsQuerier", "grpc", SERIES),
  flow("query", "store", "grpc", SERIES),
  flow("query", "prometheus", "grpc", SERIES),
  flow("query", "ruler", "grpc", SERIES),
  flow("query", "fleetCheck", "grpc", SERIES),
  flow("query", "receive", "grpc", SERIES),
  flow("leafQuery", "prometheus", "grpc", SERIES),
  ...each(["query", "leafQuery"], "externalSidecar", SERIES),
  { from: "query", to: "endpoints", why: SERIES },
  { from: "tlsQuerier", to: "edges", why: "asks observees for series, by mutual TLS" },
  flow("grafana", "queryFrontend", "http", "asks what its panels show"),
  flow("grafana", "query", "http", "asks past the cache"),
  {
    from: "grafana",
    to: "apiServer",
    why: "its sidecar watches for dashboards; single sign-on and mail are beside it",
  },
  flow("store", "indexCache", "memcached", "caches indexes"),
  flow("store", "bucketCache", "memcached", "caches chunks"),
  flow("ruler", "query", "http", "asks its rules"),
  flow("ruler", "alertmanager", "alertmanager", "sends alerts"),
  flow("fleetCheck", "query", "http", "asks for samples of each cluster"),
  flow("fleetCheck", "alertmanager", "alertmanager", "sends alerts"),
  flow("receive", "receive", "grpc", "copies samples to other replicas"),
  flow("alertmanager", "alertmanager", "alertmanagerMesh", "agrees on who sends a message"),
  { from: "alertmanager", to: "receivers", why: "sends messages" },
  ...([...BUCKET_CLIENTS, "prometheus", "bucketJob"] as const).map((from) =>
    flow(from, "objectStore", "s3", BLOCKS),
  ),
  ...each(BUCKET_CLIENTS, "ownStore", BLOCKS),
  { from: "store", to: "observeeStores", why: "reads observees' blocks" },
  ...each(BUCKET_CLIENTS, "identity", "gets its role's credentials"),
  ...each([...WITH_DNS, "gatewayProxy"], "dns", "looks names up"),
  {
    from: "prometheus",
    to: "anything",
    why: "scrapes whatever a monitor of the cluster names, nodes and API server among it, pushes to Receive, and sends alerts to the observer; the one wide way out",
  },
  ...scrapes("prometheus"),
  // An external Prometheus replaces the stack's own.
  ...scrapes("externalPrometheus").filter(({ to }) => to !== "prometheus"),
  flow("externalPrometheus", "objectStore", "s3", "its sidecar uploads blocks"),
];

/** Flows from outside the namespace. */
const INCOMING: readonly Flow[] = [
  flow("anyone", "leafQuery", "grpc", "Thanos asks for the observer's certificate", "passThrough"),
  flow("controller", "leafQuery", "grpc", ASKED, "controller"),
  flow("controller", "prometheus", "grpc", ASKED, "controllerToSidecar"),
  { from: "diallers", to: "gatewayProxy", why: "the Gateway asks for the observer's certificate" },
  flow("gatewayProxy", "leafQuery", "grpc", ASKED, "controller"),
  flow("gatewayProxy", "prometheus", "grpc", ASKED, "controllerToSidecar"),
  { from: "gatewayProxy", to: "controller", why: "is told what to do" },
  flow("controller", "query", "http", LOGGED_IN, "queryPublished"),
  flow("controller", "queryFrontend", "http", LOGGED_IN, "queryFrontendPublished"),
  flow("anyone", "receive", "remoteWrite", "Receive asks for the writer's certificate", "receive"),
  flow("anyone", "alertmanager", "alertmanagerEdge", SENDER, "alertmanagerEdge"),
  flow("anyone", "objectStore", "s3Reader", READER, "storeReader"),
  flow("anyone", "objectStore", "s3", READER, "minio"),
  flow("anyone", "query", "http", NO_LOGIN, "queryNodePort"),
  flow("anyone", "queryFrontend", "http", NO_LOGIN, "queryFrontendNodePort"),
  flow("anyone", "prometheus", "prometheus", NO_LOGIN, "prometheusNodePort"),
  flow("anyone", "alertmanager", "alertmanager", NO_LOGIN, "alertmanagerNodePort"),
  flow("anyone", "grafana", "grafana", LOGIN, "grafanaNodePort"),
  flow("controller", "grafana", "grafana", LOGIN, "grafanaIngress"),
  flow("anyone", "acmeSolver", "acmeSolver", "an ACME server sees whose the name is"),
  ...WITH_HTTP_API.map((to) =>
    flow("clients", to, PARTS[to].api, "named in configuration, with the parts that it may ask"),
  ),
];

export const FLOWS: readonly Flow[] = [...OUTGOING, ...INCOMING];
