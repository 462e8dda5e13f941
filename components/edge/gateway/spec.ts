// Objects of an edge with the Gateway API. A created Gateway serves this edge alone, since client validation is
// configured per Gateway or port, not per route; an existing one must validate already.
// https://gateway-api.sigs.k8s.io/geps/gep-91/
import type * as k8s from "@pulumi/kubernetes";
import { labels, selectorLabels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { GRPC_PORT } from "../../../kubernetes/workload";
import type { Backend, Terminating } from "../backend";
import {
  GATEWAY_API,
  GATEWAY_GROUP,
  type GatewaySpec,
  type GrpcRouteSpec,
  type ReferenceGrantSpec,
} from "./types";
import { PROMETHEUS } from "../../prometheus/part";
import { LEAF_QUERY } from "../../query/part";

/** A listener of an existing Gateway. */
export interface GivenGateway {
  readonly name: string;
  readonly namespace: string;
  readonly listener: string;
}

export interface GatewayExposure extends Terminating {
  readonly kind: "gateway";
  /** Class of the created Gateway; the configuration has either this or `existing`. */
  readonly gatewayClassName?: string | undefined;
  readonly existing?: GivenGateway | undefined;
  /** Required controller of the class. */
  readonly controllerName: string;
}

const LISTENER = "grpc-tls";

const metadata = (namespace: string) => ({
  name: NAMES.edge,
  namespace,
  labels: labels(NAMES.edge, "edge"),
});

/** ConfigMaps are the only source of client CAs that every implementation of client validation supports. */
export const clientCaConfigMap = (
  namespace: string,
  bundle: string,
): k8s.core.v1.ConfigMapArgs => ({
  metadata: { ...metadata(namespace), name: NAMES.clientCa },
  data: { "ca.crt": bundle },
});

export const gateway = (
  namespace: string,
  exposure: GatewayExposure & { readonly gatewayClassName: string },
  serverSecret: string,
) => {
  const spec: GatewaySpec = {
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
  };
  return {
    apiVersion: GATEWAY_API,
    kind: "Gateway",
    metadata: { ...metadata(namespace), annotations: { ...exposure.annotations } },
    spec,
  };
};

/** The annotations go on the Gateway if it is created, else on the route. */
export const grpcRoute = (
  namespace: string,
  { hostname, existing, annotations }: GatewayExposure,
) => {
  const spec: GrpcRouteSpec = {
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
  };
  return {
    apiVersion: GATEWAY_API,
    kind: "GRPCRoute",
    metadata: {
      ...metadata(namespace),
      annotations: existing === undefined ? undefined : { ...annotations },
    },
    spec,
  };
};

/** Lets a Gateway of another namespace read the CAs and the server certificate, and nothing else in this namespace. */
export const referenceGrant = (namespace: string, given: GivenGateway, serverSecret: string) => {
  const spec: ReferenceGrantSpec = {
    from: [{ group: GATEWAY_GROUP, kind: "Gateway", namespace: given.namespace }],
    to: [
      { group: "", kind: "ConfigMap", name: NAMES.clientCa },
      { group: "", kind: "Secret", name: serverSecret },
    ],
  };
  return {
    apiVersion: GATEWAY_API,
    kind: "ReferenceGrant",
    metadata: metadata(namespace),
    spec,
  };
};

const PODS: Readonly<Record<Backend, Readonly<Record<string, string>>>> = {
  leaf: selectorLabels(LEAF_QUERY.name),
  sidecar: PROMETHEUS.pods,
};

/** Backend of the route; `appProtocol` declares plaintext HTTP/2. */
export const h2cService = (namespace: string, backend: Backend): k8s.core.v1.ServiceArgs => ({
  metadata: { ...metadata(namespace), name: NAMES.edgeBackend },
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
