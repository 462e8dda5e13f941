// Resources of an edge with the Gateway API.
import type * as pulumi from "@pulumi/pulumi";
import { ENVOY_GATEWAY, streamTimeouts } from "./envoy-gateway";
import {
  clientCaConfigMap,
  gateway,
  grpcRoute,
  h2cService,
  referenceGrant,
  type GatewayExposure,
} from "./spec";
import { bundle } from "../../pki/certificates/pem";
import * as k8s from "../../../kubernetes/k8s";

export interface GatewayEdgeArgs {
  readonly namespace: string;
  /** CA certificates whose client certificates it accepts, PEM. */
  readonly clientCas: readonly string[];
  /** Secret with the server certificate. */
  readonly serverSecret: string;
}

/** Gateways read client CAs from a ConfigMap. Returns the route, which is created last. */
export function byGateway(
  name: string,
  exposure: GatewayExposure,
  { namespace, clientCas, serverSecret }: GatewayEdgeArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { CustomResource } = k8s.apiextensions;
  const cas = clientCaConfigMap(namespace, bundle(clientCas));
  const configMap = new k8s.core.v1.ConfigMap(`${name}-client-ca`, cas, child);
  new k8s.core.v1.Service(`${name}-service`, h2cService(namespace, exposure.backend), child);
  const after = { ...child, dependsOn: [configMap] };
  const { existing, gatewayClassName } = exposure;
  const doors: pulumi.Resource[] = [];
  if (gatewayClassName !== undefined) {
    const own = gateway(namespace, { ...exposure, gatewayClassName }, serverSecret);
    doors.push(new CustomResource(`${name}-gateway`, own, after));
  } else if (existing !== undefined && existing.namespace !== namespace) {
    const grant = referenceGrant(namespace, existing, serverSecret);
    doors.push(new CustomResource(`${name}-grant`, grant, after));
  }
  if (exposure.controllerName === ENVOY_GATEWAY) {
    doors.push(new CustomResource(`${name}-timeouts`, streamTimeouts(namespace), child));
  }
  return new CustomResource(name, grpcRoute(namespace, exposure), {
    ...child,
    dependsOn: [configMap, ...doors],
  });
}
