// The query layer over the fleet: the TLS querier, which calls the observees, Query over all, and the frontend before it.
import type * as pulumi from "@pulumi/pulumi";
import { anyPod, everyPod, other, replicas, type Endpoint } from "../query/endpoints";
import { sidecars } from "../prometheus/external";
import { RECEIVE_REPLICA_LABEL } from "../receive/spec";
import { RULE_REPLICA_LABEL } from "../ruler/spec";
import { partArgs } from "../../kubernetes/part";
import type { ObserverArgs } from "./args";
import { ThanosQuery } from "../query/component";
import { ThanosQueryFrontend } from "../query-frontend/component";
import { storeNames } from "./store-gateways";
import { tlsQuerier } from "../tls-querier/component";
import { QUERY } from "../query/part";
import { RECEIVE } from "../receive/part";
import { RULER } from "../ruler/part";
import { TLS_QUERIER } from "../tls-querier/part";

interface Around {
  readonly parent: pulumi.Resource;
  /** What everything waits for. */
  readonly namespace: pulumi.Resource;
  /** What the TLS querier waits for, and the frontend. */
  readonly trusts: readonly pulumi.Resource[];
  readonly caches: readonly pulumi.Resource[];
  /** Clusters whose buckets are read, and the Store Gateways that do: Query is told of them once they answer. */
  readonly clusters: readonly string[];
  readonly stores: readonly pulumi.Resource[];
}

/** Makes them; the one that calls observees. */
export function fleetQueries(name: string, args: ObserverArgs, around: Around): ThanosQuery {
  const { namespace, query } = args;
  const { sharding } = args.store;
  const { parent, trusts, caches, clusters, stores } = around;
  const after = (resources: readonly pulumi.Resource[]) => ({
    parent,
    dependsOn: [around.namespace, ...resources],
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
  new ThanosQuery(
    `${name}-query`,
    {
      ...partArgs(args),
      partName: QUERY.name,
      role: "query",
      mutualTls: false,
      replicas: query.replicas,
      nodePort: query.nodePort,
      publish: query.publish,
      answers: { ...query, replicaLabels: replicaLabels(args) },
      endpoints: [
        sidecars(args),
        ...queryEndpoints(namespace, storeNames(args.store, clusters)),
        ...(args.ruler === undefined ? [] : [everyPod(RULER.name, namespace)]),
        ...(args.receive === undefined ? [] : [everyPod(RECEIVE.name, namespace)]),
        ...query.endpoints.filter(({ tls }) => tls === undefined).map(other),
      ],
      certificates: [],
      toldAfter: stores,
      // Sets of Store Gateways that are replaced go once this is done, so no pod may go by an old list until it looks again.
      ...(sharding === undefined
        ? {}
        : { restartTriggers: { sharding: JSON.stringify(sharding) } }),
      service: "clusterIP",
    },
    after([]),
  );
  new ThanosQueryFrontend(
    `${name}-query-frontend`,
    { ...partArgs(args), ...args.queryFrontend, partialResponse: query.partialResponse },
    after(caches),
  );
  return caller;
}

/** Replicated parts are asked once each. Behind the TLS querier is the whole fleet, so its absence is always said. */
const queryEndpoints = (namespace: string, stores: readonly string[]): Endpoint[] => [
  anyPod(TLS_QUERIER.name, namespace),
  ...stores.map((store) => replicas(store, namespace)),
];

/** Labels by which replicas differ: those of the configuration, and those of the parts that there are. */
const replicaLabels = ({ query, ruler: rules, receive }: ObserverArgs): string[] => [
  ...new Set([
    ...query.replicaLabels,
    ...(rules === undefined ? [] : [RULE_REPLICA_LABEL]),
    ...(receive === undefined ? [] : [RECEIVE_REPLICA_LABEL]),
  ]),
];
