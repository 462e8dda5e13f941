// How each fault of the matrix is injected and repaired, and what each restart restarts.
import { observees, observer, s3Machine } from "../../../lab/cluster/machines";
import { s3Endpoint } from "../../../lab/s3";
import { FLEET_CHECK } from "../../../components/fleet-check/part";
import { LEAF_QUERY, QUERY } from "../../../components/query/part";
import { QUERY_FRONTEND } from "../../../components/query-frontend/part";
import { tlsQuerierName } from "../../../components/tls-querier/part";
import { storeName } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import {
  EDGE_PORT,
  inPods,
  killed,
  onMachine,
  outage,
  prometheus,
  stopped,
  type Fault,
} from "../support/faults";
import { BLACK_HOLE, HANGS } from "../support/outage-kinds";
import { drop, refuse } from "../support/packets";
import { crash, restart, type Workload } from "../support/workloads";
import type { FaultName, Restart } from "./matrix";

const [A, B] = observees;
const REPLICAS = 2;

const deployment = (cluster: string, name: string): Workload => ({
  ...{ cluster, name, resource: "deployment", replicas: REPLICAS },
});
const gateways = (of: string): Workload => ({
  ...{ cluster: observer.name, name: storeName(of), resource: "statefulset", replicas: REPLICAS },
});

const query = deployment(observer.name, QUERY.name);
const frontend = deployment(observer.name, QUERY_FRONTEND.name);
const check = deployment(observer.name, FLEET_CHECK.name);
const leafOf = (cluster: string): Workload => deployment(cluster, LEAF_QUERY.name);
const tlsQuerierOf = (observee: string): Workload =>
  deployment(observer.name, tlsQuerierName(observee));

const s3Port = Number(s3Endpoint.split(":").at(-1));

export const ACTIONS: Readonly<Record<FaultName, Fault>> = {
  "no fault": { inject: () => Promise.resolve(), repair: () => Promise.resolve() },
  "Query: one killed": killed(query, 1),
  "Query: both killed": killed(query),
  "Query Frontend: one killed": killed(frontend, 1),
  "Query Frontend: both killed": killed(frontend),
  "leaf Query: one killed": killed(leafOf(B.name), 1),
  "leaf Query: both killed": killed(leafOf(B.name)),
  "leaf Query: both stopped": stopped(leafOf(B.name)),
  "leaf Query: both hang": outage(HANGS, B),
  "edge: packets dropped": onMachine(B.name, drop(EDGE_PORT)),
  "observee: cable out": outage(BLACK_HOLE, B),
  "observee's Prometheus: killed with its sidecar": killed(prometheus(B.name)),
  "observee's Prometheus: stopped with its sidecar": stopped(prometheus(B.name)),
  // The sidecar calls it by the loopback interface; probes and scrapes come from elsewhere.
  "observee's Prometheus: away, sidecar alive": inPods(
    prometheus(B.name),
    refuse(PORTS.prometheus, "lo"),
  ),
  "observer's Prometheus: killed with its sidecar": killed(prometheus(observer.name)),
  "observee's Store Gateways: one killed": killed(gateways(B.name), 1),
  "observee's Store Gateways: both killed": killed(gateways(B.name)),
  "observee's Store Gateways: both stopped": stopped(gateways(B.name)),
  "observee's Store Gateways: both cut off": inPods(gateways(B.name), drop(PORTS.grpc)),
  "observer's Store Gateways: one killed": killed(gateways(observer.name), 1),
  "observer's Store Gateways: both killed": killed(gateways(observer.name)),
  "buckets: S3 refuses": onMachine(s3Machine.name, refuse(s3Port)),
  "fleet check: one killed": killed(check, 1),
  "fleet check: both killed": killed(check),
  "TLS querier: one killed": killed(tlsQuerierOf(B.name), 1),
  "TLS querier: both killed": killed(tlsQuerierOf(B.name)),
};

const RESTARTED: Readonly<Record<Restart, readonly Workload[]>> = {
  none: [],
  leaf: [leafOf(A.name)],
  leafOfDead: [leafOf(B.name)],
  tlsQuerier: [tlsQuerierOf(B.name)],
  frontend: [frontend],
  query: [query],
  queryCrash: [query],
  queryAndLeaf: [query, leafOf(B.name)],
  queryAndTlsQuerier: [query, tlsQuerierOf(B.name)],
  queryAndFrontend: [query, frontend],
};

export const restartAll = (which: Restart): Promise<unknown> =>
  Promise.all(RESTARTED[which].map(which === "queryCrash" ? crash : restart));
