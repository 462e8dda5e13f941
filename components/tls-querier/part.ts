// Part definition of the TLS querier, and the names of its certificate Secrets.
import { QUERY } from "../query/part";
import type { PartDefinition } from "../../kubernetes/part-definition";

export const TLS_QUERIER = {
  ...QUERY,
  name: "thanos-query-tls",
} as const satisfies PartDefinition;

/** Name of the Secret with the observer's client certificate for `observee` and that observee's server CA. */
export const clientTlsName = (observee: string): string => `${TLS_QUERIER.name}-${observee}`;
