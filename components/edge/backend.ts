// Backends of an edge whose controller terminates TLS: a Service with plaintext gRPC.
import { PORTS } from "../../kubernetes/ports";
import { SIDECAR } from "../prometheus/part";
import { LEAF_QUERY } from "../query/part";

export type Backend = "leaf" | "sidecar";

export const BACKENDS: Readonly<Record<Backend, string>> = {
  leaf: LEAF_QUERY.name,
  sidecar: SIDECAR.name,
};

/** Name and port of the backend's Service. */
export const backendOf = (backend: Backend) => ({ name: BACKENDS[backend], port: PORTS.grpc });

/** Settings that edges with TLS termination share. */
export interface Terminating {
  /** Host name by which the controller chooses route and certificate. */
  readonly hostname: string;
  /** Port to dial. */
  readonly port: number;
  /** Address to dial; default `hostname`. */
  readonly address?: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly backend: Backend;
}
