// Timeouts that fall from the outside in: with equal ones a single stuck observee makes Query drop every other.

/** Seconds, innermost first. Each layer waits longer than the one below it can take. */
export const TIMEOUTS = {
  /** How long the leaf Query waits for a sidecar (`--store.response-timeout`). */
  leaf: 10,
  /** How long the TLS querier waits for an observee. */
  tlsQuery: 15,
  /** How long Query waits for the TLS querier, a Store Gateway or its own sidecar. */
  query: 25,
  /** How long one query may take in all (`--query.timeout`). */
  queryTotal: 120,
  /** How long the Query Frontend waits for Query's first byte. */
  queryFrontend: 150,
  /** How long Grafana waits for the Query Frontend: longer, so that people see the frontend's own reason. */
  grafana: 165,
  /** How long an edge keeps a quiet stream. */
  edge: 180,
  /** How often a Query looks up the replicas behind a name. */
  dns: 10,
  /** How long a pod serves on after it was told to stop: callers look names up in between. */
  drain: 20,
} as const;

export const seconds = (n: number): string => `${n}s`;
