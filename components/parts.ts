// The registry of parts. Policies, alerts, roles and documentation are derived from each part's own definition.
import { selectorLabels } from "../kubernetes/labels";
import type { PartDefinition, Port } from "../kubernetes/part-definition";
import { ALERTMANAGER } from "./alertmanager/part";
import { BUCKET_WEB } from "./bucket-web/part";
import { COMPACTOR } from "./compactor/part";
import { FLEET_CHECK } from "./fleet-check/part";
import { GRAFANA } from "./grafana/part";
import { BUCKET_CACHE, INDEX_CACHE, RESPONSE_CACHE } from "./memcached/part";
import { BUCKET_JOB, OBJECT_STORE } from "./object-store/in-cluster/part";
import { PROMETHEUS } from "./prometheus/part";
import { LEAF_QUERY, QUERY } from "./query/part";
import { QUERY_FRONTEND } from "./query-frontend/part";
import { RECEIVE } from "./receive/part";
import { RULER } from "./ruler/part";
import { STORE_GATEWAY } from "./store-gateway/part";
import { TLS_QUERIER } from "./tls-querier/part";

/** Definition of each part, by the name that configuration and code use for it. */
export const PARTS = {
  query: QUERY,
  queryFrontend: QUERY_FRONTEND,
  tlsQuerier: TLS_QUERIER,
  leafQuery: LEAF_QUERY,
  store: STORE_GATEWAY,
  compact: COMPACTOR,
  bucketWeb: BUCKET_WEB,
  ruler: RULER,
  fleetCheck: FLEET_CHECK,
  receive: RECEIVE,
  alertmanager: ALERTMANAGER,
  /** Includes the sidecar that loads dashboards. */
  grafana: GRAFANA,
  /** Includes the Thanos sidecar, for every shard. */
  prometheus: PROMETHEUS,
  indexCache: INDEX_CACHE,
  bucketCache: BUCKET_CACHE,
  responseCache: RESPONSE_CACHE,
  objectStore: OBJECT_STORE,
  bucketJob: BUCKET_JOB,
} as const satisfies Record<string, PartDefinition>;

export type PartName = keyof typeof PARTS;
type Definitions = typeof PARTS;
/** Parts whose definition has the given key. */
type PartsWith<Key extends keyof PartDefinition> = {
  [Name in PartName]: Definitions[Name] extends Readonly<Record<Key, unknown>> ? Name : never;
}[PartName];

const DEFINITIONS: Readonly<Record<PartName, PartDefinition>> = PARTS;
export const PART_NAMES = Object.keys(PARTS) as PartName[];

const partsWith = <Key extends keyof PartDefinition>(key: Key): PartsWith<Key>[] =>
  PART_NAMES.filter((name): name is PartsWith<Key> => DEFINITIONS[name][key] !== undefined);

/** Ports at which Prometheus scrapes the part; undefined if it has no metrics. */
export const metricsPorts = (part: PartName): readonly Port[] | undefined =>
  DEFINITIONS[part].metrics;
/** Port of its HTTP page or API, as a list; undefined if it has none. */
export const apiPorts = (part: PartName): readonly Port[] | undefined => {
  const { api } = DEFINITIONS[part];
  return api === undefined ? undefined : [api];
};
/** Parts that Prometheus scrapes. */
export const WITH_METRICS = partsWith("metrics");
/** Parts with an HTTP page or API. */
export const WITH_HTTP_API = partsWith("api");
export type PartWithHttpApi = PartsWith<"api">;
/** Parts whose NetworkPolicy allows DNS. */
export const WITH_DNS = partsWith("resolvesNames");
/** Parts that use the cluster's own bucket. */
export const BUCKET_USERS = partsWith("bucket");
export type BucketUser = PartsWith<"bucket">;

type OptionalOf<Scope> = {
  [Name in PartName]: Definitions[Name] extends { readonly optional: Scope } ? Name : never;
}[PartName];
type Scope = NonNullable<PartDefinition["optional"]>;
/** Parts that exist only if the configuration has a key of their name, with that key's replicas. */
export type OptionalParts<Of extends Scope> = {
  readonly [Name in OptionalOf<Of>]?: { readonly replicas: number } | undefined;
};

const OPTIONAL = partsWith("optional");

/** Optional parts of `scope` that the configuration has, with their replicas. */
export const optionalParts = <Of extends Scope>(
  scope: Of,
  config: OptionalParts<Of>,
): { readonly part: OptionalOf<Of>; readonly replicas: number }[] =>
  OPTIONAL.filter((part): part is OptionalOf<Of> => DEFINITIONS[part].optional === scope).flatMap(
    (part) => {
      const found = config[part];
      return found === undefined ? [] : [{ part, replicas: found.replicas }];
    },
  );

/** Labels that only the pods of the part have. */
export const podsOf = (part: PartName): Readonly<Record<string, string>> =>
  DEFINITIONS[part].pods ?? selectorLabels(DEFINITIONS[part].name);

/** Builds a record with one entry per part. */
export const mapParts = <T>(make: (part: PartName) => T): Record<PartName, T> =>
  Object.fromEntries(PART_NAMES.map((part) => [part, make(part)])) as Record<PartName, T>;
