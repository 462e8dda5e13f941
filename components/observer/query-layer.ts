// Creates what queries pass through: the Query Frontend, Query, and the TLS queriers where the layout has them.
import type * as pulumi from "@pulumi/pulumi";
import { anyPod, everyPod, extraEndpoint } from "../query/endpoints";
import { sidecars } from "../prometheus/external";
import { RECEIVE_REPLICA_LABEL } from "../receive/spec";
import { RULE_REPLICA_LABEL } from "../ruler/spec";
import { partArgs } from "../../kubernetes/part";
import type { ObserverArgs } from "./args";
import { ThanosQuery, type ThanosQueryArgs } from "../query/component";
import { ThanosQueryFrontend } from "../query-frontend/component";
import { calledByTlsQueriers } from "./tls-queriers";
import { storeNames } from "./store-names";
import { tlsQueriers } from "../tls-querier/component";
import { edgeCalls, otherCalls, type MutualTlsCalls } from "../tls-querier/mutual-tls";
import { FLEET_CHECK } from "../fleet-check/part";
import { QUERY } from "../query/part";
import { receiveEndpoints } from "../receive/endpoints";
import { RULER } from "../ruler/part";
import { TLS_QUERIER_REPLICAS, tlsQuerierName } from "../tls-querier/part";

interface QueryLayerContext {
  readonly parent: pulumi.Resource;
  /** Dependency of every part. */
  readonly namespace: pulumi.Resource;
  /** Dependencies of what calls the observees: CAs and client certificates for them. */
  readonly trusts: readonly pulumi.Resource[];
  /** Dependencies of the Query Frontend: its memcached pool. */
  readonly caches: readonly pulumi.Resource[];
  /** Clusters whose buckets are read. */
  readonly clusters: readonly string[];
  /** Workloads that Query's endpoints list once they are ready: while one that it never saw is down, every answer warns. */
  readonly listed: readonly pulumi.Resource[];
}

/** Creates them; returns the workloads of Query and of the TLS queriers. */
export function queryLayer(
  name: string,
  args: ObserverArgs,
  context: QueryLayerContext,
): pulumi.CustomResource[] {
  const { query } = args;
  const { parent, trusts, caches } = context;
  const after = (resources: readonly pulumi.Resource[]) => ({
    parent,
    dependsOn: [context.namespace, ...resources],
  });

  const observees = calledByTlsQueriers(args);
  const queriers = tlsQueriers(
    `${name}-query-tls`,
    {
      ...partArgs(args),
      replicas: args.tlsQuerier.replicas ?? TLS_QUERIER_REPLICAS,
      observees,
    },
    after(trusts),
  ).map(({ workload }) => workload);
  const outermost = new ThanosQuery(
    `${name}-query`,
    {
      ...partArgs(args),
      ...outgoingCalls(args, [
        ...observees.map((observee) => tlsQuerierName(observee.name)),
        ...storeNames(args.store, context.clusters),
      ]),
      definition: QUERY,
      role: "query",
      mutualTls: false,
      replicas: query.replicas,
      nodePort: query.nodePort,
      publish: query.publish,
      queryOptions: { ...query, replicaLabels: replicaLabels(args) },
      endpointsDependOn: [...context.listed, ...queriers],
      service: "clusterIP",
    },
    after(trusts),
  );
  new ThanosQueryFrontend(
    `${name}-query-frontend`,
    { ...partArgs(args), ...args.queryFrontend, partialResponse: query.partialResponse },
    after(caches),
  );
  return [outermost.workload, ...queriers];
}

/**
 * What Query calls. `sets` are Services of TLS queriers and Store Gateways: each query goes to one replica of each; while
 * none is up, answers have a warning.
 */
function outgoingCalls(
  args: ObserverArgs,
  sets: readonly string[],
): MutualTlsCalls & Pick<ThanosQueryArgs, "endpointsName"> {
  const { namespace, query, observees, ruler, receive, tlsQuerier } = args;
  const { sharding } = args.store;
  const others = otherCalls(
    query.endpoints.flatMap(({ address, tls }) => (tls === undefined ? [] : [{ address, tls }])),
  );
  const direct = tlsQuerier.layout === "query";
  const edges = edgeCalls(direct ? observees : []);
  return {
    endpointsName: direct ? `${QUERY.name}-endpoints` : undefined,
    endpoints: [
      ...sidecars(args),
      ...edges.endpoints,
      ...sets.map((set) => anyPod(set, namespace)),
      ...(ruler === undefined ? [] : [everyPod(RULER.name, namespace)]),
      everyPod(FLEET_CHECK.name, namespace),
      ...(receive === undefined ? [] : receiveEndpoints(receive, namespace)),
      ...query.endpoints.filter(({ tls }) => tls === undefined).map(extraEndpoint),
      ...others.endpoints,
    ],
    certificates: [...edges.certificates, ...others.certificates],
    restartTriggers: {
      ...edges.restartTriggers,
      // A change of sharding replaces the Store Gateways and deletes the old ones once Query is updated, so Query's
      // pods restart instead of using the old list until they reread it.
      ...(sharding === undefined ? {} : { sharding: JSON.stringify(sharding) }),
    },
  };
}

/** Replica labels of the configuration and of the deployed parts. */
const replicaLabels = ({ query, receive }: ObserverArgs): string[] => [
  ...new Set([
    ...query.replicaLabels,
    RULE_REPLICA_LABEL,
    ...(receive === undefined ? [] : [RECEIVE_REPLICA_LABEL]),
  ]),
];
