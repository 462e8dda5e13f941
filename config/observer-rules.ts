// Rules over several keys of the observer.
import { edgeErrors } from "../components/alertmanager/edge-config";
import { grafanaErrors } from "../components/grafana/config";
import { cacheErrors } from "../components/memcached/caches-config";
import { observerStoreErrors } from "../components/object-store/in-cluster/config";
import { publishErrors } from "../components/query-frontend/ingress-config";
import { queryErrors } from "../components/query/config";
import { receiveErrors } from "../components/receive/config";
import { rulerErrors } from "../components/ruler/config";
import { shardNameErrors } from "../components/store-gateway/sharding-config";
import { at, errorIf, formatValue, unknownKey, type ConfigError } from "./errors";
import { didYouMean } from "./nearest";
import type { ObserverSettings } from "./observer";
import { repeatErrors } from "./unique";

/** One field of every entry, unchecked, so that entries with other errors are included. */
const fieldIn = (observees: unknown, field: string): unknown[] =>
  Array.isArray(observees) ? observees.map((entry: unknown) => at(entry, [field])) : [];

/** Errors for secrets of observees that are not in the list; `path` is the secret key, `pairs` are the names in it. */
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

/**
 * Errors between keys. Keys with errors of their own are absent from `config`; `observees` is the unchecked list,
 * `stack` this stack's full name.
 */
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
      rule: "there is no observee of this name",
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
      rule: "this is the observer's own cluster name",
      fix: "remove the entry, since the observer queries its own cluster anyway, or rename one of the two",
    }),
  ];
}
