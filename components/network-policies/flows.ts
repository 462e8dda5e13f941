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
  queryLayout: "`tlsQuerier.layout: query`",
  prometheusNodePort: "`prometheus.nodePort`",
  alertmanagerNodePort: "`alertmanager.nodePort`",
  grafanaNodePort: "`grafana.nodePort`",
  grafanaIngress: "`grafana.ingress`",
} as const;

export type Condition = keyof typeof CONDITIONS;

/** An allowed connection, as `from` opens it. */
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

const SERIES = "queries series (StoreAPI)";
const EDGES = "queries observees over mutual TLS";
const BLOCKS = "reads or writes blocks";
const ASKED = "the controller verifies the observer's certificate";
const LOGGED_IN = "the controller authenticates the client";
const LOGIN = "Grafana authenticates the user";
const NO_LOGIN = "no authentication: anyone who reaches the node's port";
const SENDER = "the edge verifies the certificate of the observee's Prometheus";
const READER = "the observer reads blocks; the server verifies its key pair";

/** Flows between the parts, and to peers outside. */
const OUTGOING: readonly Flow[] = [
  flow("queryFrontend", "query", "http", "forwards queries"),
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
  { from: "query", to: "edges", why: EDGES, when: "queryLayout" },
  { from: "tlsQuerier", to: "edges", why: EDGES },
  flow("grafana", "queryFrontend", "http", "queries for its panels"),
  flow("grafana", "query", "http", "queries that bypass the cache"),
  {
    from: "grafana",
    to: "apiServer",
    why: "its sidecar watches for dashboards; also single sign-on and mail",
  },
  flow("store", "indexCache", "memcached", "caches indexes"),
  flow("store", "bucketCache", "memcached", "caches chunks"),
  flow("ruler", "query", "http", "evaluates its rules"),
  flow("ruler", "alertmanager", "alertmanager", "sends alerts"),
  flow("fleetCheck", "query", "http", "asks for samples of each cluster"),
  flow("fleetCheck", "alertmanager", "alertmanager", "sends alerts"),
  flow("receive", "receive", "grpc", "copies samples to other replicas"),
  flow("alertmanager", "alertmanager", "alertmanagerMesh", "agrees on which replica notifies"),
  { from: "alertmanager", to: "receivers", why: "sends notifications" },
  ...([...BUCKET_CLIENTS, "prometheus", "bucketJob"] as const).map((from) =>
    flow(from, "objectStore", "s3", BLOCKS),
  ),
  ...each(BUCKET_CLIENTS, "ownStore", BLOCKS),
  { from: "store", to: "observeeStores", why: "reads observees' blocks" },
  ...each(BUCKET_CLIENTS, "identity", "gets its role's credentials"),
  ...each([...WITH_DNS, "gatewayProxy"], "dns", "resolves names"),
  {
    from: "prometheus",
    to: "anything",
    why: "scrapes every target of the cluster's monitors, including nodes and the API server, remote-writes to Receive, and sends alerts to the observer; the only unrestricted egress",
  },
  ...scrapes("prometheus"),
  // An external Prometheus replaces the stack's own.
  ...scrapes("externalPrometheus").filter(({ to }) => to !== "prometheus"),
  flow("externalPrometheus", "objectStore", "s3", "its sidecar uploads blocks"),
];

/** Flows from outside the namespace. */
const INCOMING: readonly Flow[] = [
  flow("anyone", "leafQuery", "grpc", "Thanos verifies the observer's certificate", "passThrough"),
  flow("controller", "leafQuery", "grpc", ASKED, "controller"),
  flow("controller", "prometheus", "grpc", ASKED, "controllerToSidecar"),
  {
    from: "gatewayClients",
    to: "gatewayProxy",
    why: "the Gateway verifies the observer's certificate",
  },
  flow("gatewayProxy", "leafQuery", "grpc", ASKED, "controller"),
  flow("gatewayProxy", "prometheus", "grpc", ASKED, "controllerToSidecar"),
  { from: "gatewayProxy", to: "controller", why: "gets its configuration" },
  flow("controller", "query", "http", LOGGED_IN, "queryPublished"),
  flow("controller", "queryFrontend", "http", LOGGED_IN, "queryFrontendPublished"),
  flow("anyone", "receive", "remoteWrite", "Receive verifies the writer's certificate", "receive"),
  flow("anyone", "alertmanager", "alertmanagerEdge", SENDER, "alertmanagerEdge"),
  flow("anyone", "objectStore", "s3Reader", READER, "storeReader"),
  flow("anyone", "objectStore", "s3", READER, "minio"),
  flow("anyone", "query", "http", NO_LOGIN, "queryNodePort"),
  flow("anyone", "queryFrontend", "http", NO_LOGIN, "queryFrontendNodePort"),
  flow("anyone", "prometheus", "prometheus", NO_LOGIN, "prometheusNodePort"),
  flow("anyone", "alertmanager", "alertmanager", NO_LOGIN, "alertmanagerNodePort"),
  flow("anyone", "grafana", "grafana", LOGIN, "grafanaNodePort"),
  flow("controller", "grafana", "grafana", LOGIN, "grafanaIngress"),
  flow("anyone", "acmeSolver", "acmeSolver", "an ACME server validates the domain"),
  ...WITH_HTTP_API.map((to) =>
    flow("clients", to, PARTS[to].api, "configured, with the parts that it may call"),
  ),
];

/** In the order of docs/network.md. */
export const FLOWS: readonly Flow[] = [...OUTGOING, ...INCOMING];
