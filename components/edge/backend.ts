// What an edge leads to whose controller ends TLS: a Service that speaks gRPC in plain.
import { PORTS } from "../../kubernetes/ports";
import { SIDECAR } from "../prometheus/part";
import { LEAF_QUERY } from "../query/part";

export type Backend = "leaf" | "sidecar";

export const BACKENDS: Readonly<Record<Backend, string>> = {
  leaf: LEAF_QUERY.name,
  sidecar: SIDECAR.name,
};

/** Name and port of the Service behind. */
export const backendOf = (backend: Backend) => ({ name: BACKENDS[backend], port: PORTS.grpc });

/** What edges of several kinds know. */
export interface Terminating {
  /** Name by which the edge chooses route and certificate. */
  readonly hostname: string;
  /** Port to dial. */
  readonly port: number;
  /** What to dial, where it is not the host name. */
  readonly address?: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly backend: Backend;
}
