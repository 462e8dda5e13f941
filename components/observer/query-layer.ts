// Creates what queries pass through: the Query Frontend, Query, and the TLS querier, which calls the observees.
import type * as pulumi from "@pulumi/pulumi";
import { anyPod, everyPod, extraEndpoint, type Endpoint } from "../query/endpoints";
import { sidecars } from "../prometheus/external";
import { RECEIVE_REPLICA_LABEL } from "../receive/spec";
import { RULE_REPLICA_LABEL } from "../ruler/spec";
import { partArgs } from "../../kubernetes/part";
import type { ObserverArgs } from "./args";
import { ThanosQuery } from "../query/component";
import { ThanosQueryFrontend } from "../query-frontend/component";
import { storeNames } from "./store-names";
import { tlsQuerier } from "../tls-querier/component";
import { FLEET_CHECK } from "../fleet-check/part";
import { QUERY } from "../query/part";
import { receiveEndpoints } from "../receive/endpoints";
import { RULER } from "../ruler/part";
import { TLS_QUERIER } from "../tls-querier/part";

interface QueryLayerContext {
  readonly parent: pulumi.Resource;
  /** Dependency of every part. */
  readonly namespace: pulumi.Resource;
  /** Dependencies of the TLS querier: CAs and client certificates for the observees. */
  readonly trusts: readonly pulumi.Resource[];
  /** Dependencies of the Query Frontend: its memcached pool. */
  readonly caches: readonly pulumi.Resource[];
  /** Clusters whose buckets are read. */
  readonly clusters: readonly string[];
  /** Workloads that Query's endpoints list once they are ready: while one that it never saw is down, every answer warns. */
  readonly listed: readonly pulumi.Resource[];
}

interface QueryLayer {
  readonly query: ThanosQuery;
  readonly tlsQuerier: ThanosQuery;
}

export function queryLayer(
  name: string,
  args: ObserverArgs,
  context: QueryLayerContext,
): QueryLayer {
  const { namespace, query } = args;
  const { sharding } = args.store;
  const { parent, trusts, caches, clusters, listed } = context;
  const after = (resources: readonly pulumi.Resource[]) => ({
    parent,
    dependsOn: [context.namespace, ...resources],
  });

  const caller = tlsQuerier(
    `${name}-query-tls`,
    {
      ...partArgs(args),
      ...args.tlsQuerier,
      observees: args.observees,
      others: query.endpoints.flatMap(({ address, tls }) =>
        tls === undefined ? [] : [{ address, tls }],
      ),
    },
    after(trusts),
  );
  const outermost = new ThanosQuery(
    `${name}-query`,
    {
      ...partArgs(args),
      partName: QUERY.name,
      role: "query",
      mutualTls: false,
      replicas: query.replicas,
      nodePort: query.nodePort,
      publish: query.publish,
      queryOptions: { ...query, replicaLabels: replicaLabels(args) },
      endpoints: [
        ...sidecars(args),
        ...fleetEndpoints(namespace, storeNames(args.store, clusters)),
        ...(args.ruler === undefined ? [] : [everyPod(RULER.name, namespace)]),
        everyPod(FLEET_CHECK.name, namespace),
        ...(args.receive === undefined ? [] : receiveEndpoints(args.receive, namespace)),
        ...query.endpoints.filter(({ tls }) => tls === undefined).map(extraEndpoint),
      ],
      certificates: [],
      endpointsDependOn: listed,
      // A change of sharding replaces the Store Gateways and deletes the old ones once Query is updated, so Query's
      // pods restart instead of using the old list until they reread it.
      restartTriggers: sharding === undefined ? undefined : { sharding: JSON.stringify(sharding) },
      service: "clusterIP",
    },
    after([]),
  );
  new ThanosQueryFrontend(
    `${name}-query-frontend`,
    { ...partArgs(args), ...args.queryFrontend, partialResponse: query.partialResponse },
    after(caches),
  );
  return { query: outermost, tlsQuerier: caller };
}

/**
 * The TLS querier and the Store Gateways. Each query goes to one replica of a part; while none is up, answers have a
 * warning.
 */
const fleetEndpoints = (namespace: string, stores: readonly string[]): Endpoint[] => [
  anyPod(TLS_QUERIER.name, namespace),
  ...stores.map((store) => anyPod(store, namespace)),
];

/** Replica labels of the configuration and of the deployed parts. */
const replicaLabels = ({ query, receive }: ObserverArgs): string[] => [
  ...new Set([
    ...query.replicaLabels,
    RULE_REPLICA_LABEL,
    ...(receive === undefined ? [] : [RECEIVE_REPLICA_LABEL]),
  ]),
];
