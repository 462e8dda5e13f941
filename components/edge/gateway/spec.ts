// Objects of an edge with the Gateway API. A created Gateway serves this edge alone, since client validation is
// configured per Gateway or port, not per route; an existing one must validate already.
// https://gateway-api.sigs.k8s.io/geps/gep-91/
import type {
  IGateway,
  IGRPCRoute,
  IReferenceGrant,
} from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import type * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { GRPC_PORT } from "../../../kubernetes/workload";
import { PROMETHEUS } from "../../prometheus/part";
import { LEAF_QUERY } from "../../query/part";
import { edgeMetadata } from "../backend";
import type { GatewayConfig } from "./config";

export const GATEWAY_GROUP = "gateway.networking.k8s.io";
export const GATEWAY_API = `${GATEWAY_GROUP}/v1`;

const LISTENER = "grpc-tls";

/** Client CAs of the Gateway. A ConfigMap is the only source of them that every implementation supports. */
export const clientCaConfigMap = (
  namespace: string,
  bundle: string,
): k8s.core.v1.ConfigMapArgs => ({
  metadata: { ...edgeMetadata(namespace), name: NAMES.clientCa },
  data: { "ca.crt": bundle },
});

/** A Gateway that verifies client certificates, for this edge alone. */
export const gateway = (
  namespace: string,
  exposure: GatewayConfig & { readonly gatewayClassName: string },
  serverSecret: string,
) =>
  ({
    apiVersion: GATEWAY_API,
    kind: "Gateway",
    metadata: { ...edgeMetadata(namespace), annotations: { ...exposure.annotations } },
    spec: {
      gatewayClassName: exposure.gatewayClassName,
      listeners: [
        {
          name: LISTENER,
          hostname: exposure.hostname,
          port: exposure.port,
          protocol: "HTTPS",
          tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: serverSecret }] },
          allowedRoutes: {
            namespaces: { from: "Same" },
            kinds: [{ group: GATEWAY_GROUP, kind: "GRPCRoute" }],
          },
        },
      ],
      // Standard since Gateway API v1.5.
      tls: {
        frontend: {
          default: {
            validation: {
              mode: "AllowValidOnly",
              caCertificateRefs: [{ group: "", kind: "ConfigMap", name: NAMES.clientCa }],
            },
          },
        },
      },
    },
  }) satisfies IGateway;

/** The route to the backend. The configured annotations are on the Gateway if it is created, else on the route. */
export const grpcRoute = (namespace: string, { hostname, existing, annotations }: GatewayConfig) =>
  ({
    apiVersion: GATEWAY_API,
    kind: "GRPCRoute",
    metadata: {
      ...edgeMetadata(namespace),
      annotations: existing === undefined ? undefined : { ...annotations },
    },
    spec: {
      parentRefs: [
        existing === undefined
          ? { name: NAMES.edge, sectionName: LISTENER }
          : {
              name: existing.name,
              namespace: existing.namespace,
              sectionName: existing.listener,
            },
      ],
      hostnames: [hostname],
      rules: [{ backendRefs: [{ name: NAMES.edgeBackend, port: PORTS.grpc }] }],
    },
  }) satisfies IGRPCRoute;

/** Lets a Gateway of another namespace read the CAs and the server certificate, and nothing else in this namespace. */
export const referenceGrant = (namespace: string, gatewayNamespace: string, serverSecret: string) =>
  ({
    apiVersion: GATEWAY_API,
    kind: "ReferenceGrant",
    metadata: edgeMetadata(namespace),
    spec: {
      from: [{ group: GATEWAY_GROUP, kind: "Gateway", namespace: gatewayNamespace }],
      to: [
        { group: "", kind: "ConfigMap", name: NAMES.clientCa },
        { group: "", kind: "Secret", name: serverSecret },
      ],
    },
  }) satisfies IReferenceGrant;

const PODS = { leaf: selectorLabels(LEAF_QUERY.name), sidecar: PROMETHEUS.pods };

/** Backend of the route; `appProtocol` declares plaintext HTTP/2. */
export const h2cService = (
  namespace: string,
  backend: GatewayConfig["backend"],
): k8s.core.v1.ServiceArgs => ({
  metadata: { ...edgeMetadata(namespace), name: NAMES.edgeBackend },
  spec: {
    type: "ClusterIP",
    selector: { ...PODS[backend] },
    ports: [
      {
        name: "grpc",
        port: PORTS.grpc,
        targetPort: GRPC_PORT.plain,
        protocol: "TCP",
        appProtocol: "kubernetes.io/h2c",
      },
    ],
  },
});
