// Configuration keys of the observer and the rules between them.
import { z } from "zod";
import { observeeContract } from "../stacks/contract";
import { edgeErrors, fleetAlertmanager } from "../components/alertmanager/edge-config";
import { caBundle } from "../components/pki/ca-config";
import { rotation } from "../components/pki/config";
import { at, errorIf, issue, formatValue, unknownKey, type ConfigError } from "./errors";
import { grafana, grafanaErrors } from "../components/grafana/config";
import { cacheErrors } from "../components/memcached/caches-config";
import { observerStoreErrors } from "../components/object-store/in-cluster/config";
import { didYouMean } from "./nearest";
import { queryFrontend } from "../components/query-frontend/config";
import { publishErrors } from "../components/query-frontend/ingress-config";
import { query, queryErrors } from "../components/query/config";
import { receive, receiveErrors } from "../components/receive/config";
import { ruler, rulerErrors } from "../components/ruler/config";
import { ALERTMANAGER, sharedKeys } from "./shared";
import { clusterName, stackName } from "./primitives";
import { store } from "../components/store-gateway/config";
import { shardNameErrors } from "../components/store-gateway/sharding-config";
import { repeatErrors } from "./unique";
import { tlsQuerier } from "../components/tls-querier/config";

const observee = z
  .strictObject({
    name: clusterName.describe("The observee's `cluster`."),
    stack: stackName.optional().describe("Full name of its stack."),
    values: observeeContract
      .safeExtend({
        serverCa: caBundle.optional(),
        writerCa: caBundle.optional(),
        senderCa: caBundle.optional(),
      })
      .optional()
      .describe("Its outputs as literal values, where no stack can be read."),
    clientCa: rotation.describe("Rotation of the client CA that the observer has for it."),
  })
  .refine(
    ({ stack, values }) => (stack === undefined) !== (values === undefined),
    issue(
      "must have exactly one of stack and values",
      "name the observee's stack, or give its outputs as values",
    ),
  );

export const observerKeys = {
  ...sharedKeys,
  observees: z.array(observee).describe("The clusters to observe."),
  revoked: z
    .array(clusterName)
    .default([])
    .describe("Observees that are neither called nor trusted, though they stand in the list."),
  sameCluster: z
    .boolean()
    .default(false)
    .describe("Whether several stacks of the fleet may be in one Kubernetes cluster."),
  query: query.describe("Query."),
  queryFrontend: queryFrontend.describe("The Query Frontend."),
  tlsQuerier: tlsQuerier.describe("The TLS querier, which calls the observees."),
  store: store.describe("The Store Gateways, all alike."),
  alertmanager: fleetAlertmanager.optional().describe(ALERTMANAGER),
  grafana: grafana.describe("Grafana, with the fleet as its data source."),
  ruler: ruler
    .optional()
    .describe("The Ruler, which asks rules of the whole fleet; none without it."),
  receive: receive
    .optional()
    .describe("Receive, for observees with `exposure.kind: remoteWrite`; not deployed without it."),
};

export type ObserverSettings = z.infer<z.ZodObject<typeof observerKeys>>;

/** One field of every entry, unchecked, so that entries with other errors are included. */
const fieldIn = (observees: unknown, field: string): unknown[] =>
  Array.isArray(observees) ? observees.map((entry: unknown) => at(entry, [field])) : [];

/** Errors for key pairs of observees that are not in the list. */
export function pairErrors(
  path: string,
  pairs: readonly string[],
  observees: unknown,
): ConfigError[] {
  const names = fieldIn(observees, "name").filter((name) => typeof name === "string");
  return pairs
    .filter((pair) => !names.includes(pair))
    .map((pair) => unknownKey(`${path}.${pair}`, pair, names));
}

/** Rules over several keys of the observer. */
export function observerErrors(
  config: Partial<ObserverSettings>,
  observees: unknown,
  stack: string,
): ConfigError[] {
  return [
    ...nameErrors(config.cluster, fieldIn(observees, "name")),
    ...selfReferences(fieldIn(observees, "stack"), stack),
    ...revokedErrors(config.revoked ?? [], fieldIn(observees, "name")),
    ...cacheErrors(config),
    ...shardNameErrors(config.store?.sharding, [
      { path: "cluster", name: config.cluster },
      ...fieldIn(observees, "name").map((name, i) => ({
        path: `observees[${String(i)}].name`,
        name,
      })),
    ]),
    ...observerStoreErrors(config.objectStore),
    ...(config.query === undefined ? [] : queryErrors(config.query)),
    ...publishErrors("queryFrontend.publish", config.queryFrontend?.publish),
    ...rulerErrors(config.ruler),
    ...receiveErrors(config),
    ...edgeErrors(config.alertmanager),
    ...(config.grafana === undefined ? [] : grafanaErrors(config.grafana, config.namespace)),
  ];
}

/** A mistyped name would leave the observee trusted that was to be revoked. */
const revokedErrors = (
  revoked: readonly string[],
  observees: readonly unknown[],
): ConfigError[] => {
  const names = observees.filter((name) => typeof name === "string");
  return revoked.flatMap((name, i) =>
    errorIf(!names.includes(name), {
      path: `revoked[${String(i)}]`,
      value: formatValue(name),
      rule: "no observee is called so",
      fix: didYouMean(name, names, "remove it"),
    }),
  );
};

const selfReferences = (stacks: readonly unknown[], stack: string): ConfigError[] =>
  stacks.flatMap((referred, i) =>
    errorIf(referred === stack, {
      path: `observees[${String(i)}].stack`,
      value: formatValue(stack),
      rule: "the observer cannot be an observee of itself",
      fix: "name the observee's own stack",
    }),
  );

function nameErrors(cluster: string | undefined, names: readonly unknown[]): ConfigError[] {
  const own = names.indexOf(cluster);
  return [
    ...repeatErrors(
      { observees: names.map((name) => ({ name })) },
      "name",
      "give each observee a name of its own",
    ),
    ...errorIf(cluster !== undefined && own >= 0, {
      path: `observees[${String(own)}].name`,
      value: formatValue(cluster),
      rule: "that is the observer's own cluster name",
      fix: "remove the entry, since the observer sees itself already, or rename one of them",
    }),
  ];
}
