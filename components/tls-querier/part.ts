// The TLS querier, as other parts know it.
import { QUERY } from "../query/part";
import type { PartDefinition } from "../../kubernetes/part-definition";

export const TLS_QUERIER = {
  ...QUERY,
  name: "thanos-query-tls",
} as const satisfies PartDefinition;

/** The Secret that holds the observer's client certificate for `observee`, and that observee's server CA. */
export const clientTlsName = (observee: string): string => `${TLS_QUERIER.name}-${observee}`;
