// Part definition of the TLS queriers, one per observee, and the names of their objects and of the client certificates.
import { requirements } from "../../kubernetes/resources";
import { QUERY } from "../query/part";
import type { PartDefinition } from "../../kubernetes/part-definition";

export const TLS_QUERIER = {
  ...QUERY,
  name: "thanos-query-tls",
  component: "tls-querier",
  // It passes on the series of one cluster, and keeps none.
  resources: requirements("50m", "128Mi", "2Gi"),
  pods: { "app.kubernetes.io/component": "tls-querier" },
} as const satisfies PartDefinition;

export const TLS_QUERIER_REPLICAS = 2;

/** The TLS querier of `observee`. */
export const tlsQuerierName = (observee: string): string => `${TLS_QUERIER.name}-${observee}`;

/** Regular expression for the names of all TLS queriers, which are also the `job` of their metrics. */
export const TLS_QUERIER_JOBS = tlsQuerierName(".+");

/** Name of the Secret with the observer's client certificate for `observee` and that observee's server CA. */
export const clientTlsName = (observee: string): string => `${TLS_QUERIER.name}-${observee}`;
