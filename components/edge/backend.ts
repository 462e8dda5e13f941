// The backend of an edge whose controller terminates TLS, a Service with plaintext gRPC, and the metadata of its objects.
import { NAMES } from "../../kubernetes/names";
import { PORTS } from "../../kubernetes/ports";
import { metadata } from "../../kubernetes/workload";
import { SIDECAR } from "../prometheus/part";
import { LEAF_QUERY } from "../query/part";
import type { TerminatingConfig } from "./terminating-config";

const BACKENDS = { leaf: LEAF_QUERY.name, sidecar: SIDECAR.name } as const;

/** Name and port of the backend's Service. */
export const backendOf = (backend: TerminatingConfig["backend"]) => ({
  name: BACKENDS[backend],
  port: PORTS.grpc,
});

/** Metadata of the edge's objects, which share one name unless they override it. */
export const edgeMetadata = (namespace: string) =>
  metadata({ name: NAMES.edge, namespace, component: "edge" });
