// Timeouts of the query path, shorter in inner layers: if equal, one stuck observee makes Query drop all others.

/** In seconds; the first seven are innermost first. Each layer waits longer than the layer below can take. */
export const TIMEOUTS = {
  /** How long the leaf Query waits for a sidecar (`--store.response-timeout`). */
  leaf: 10,
  /** How long a TLS querier waits for its observee. */
  tlsQuery: 15,
  /** How long Query waits for an observee or its TLS querier, a Store Gateway or its own sidecar. */
  query: 25,
  /** How long one query may take in all (`--query.timeout`). */
  queryTotal: 120,
  /** How long the Query Frontend waits for the header of Query's response (`response_header_timeout`). */
  queryFrontend: 150,
  /** How long Grafana waits for the Query Frontend: longer, so that users see the frontend's own error. */
  grafana: 165,
  /** How long an edge keeps an idle stream. */
  edge: 180,
  /** How often a client resolves the DNS names of the replicas that it calls (`--store.sd-dns-interval` in Query). */
  dns: 10,
  /** How long a terminating pod continues to serve, until its clients have resolved the names again. */
  drain: 20,
} as const;

/** A number of seconds as a duration of Thanos' flags. */
export const seconds = (n: number): string => `${n}s`;
