// Resources of an edge with the Gateway API.
import type * as pulumi from "@pulumi/pulumi";
import { ENVOY_GATEWAY, streamTimeouts } from "./envoy-gateway";
import { clientCaConfigMap, gateway, grpcRoute, h2cService, referenceGrant } from "./spec";
import { bundle } from "../../pki/certificates/pem";
import * as k8s from "../../../kubernetes/k8s";
import type { GatewayConfig } from "./config";

/** Values that the edge takes from the observee. */
export interface GatewayEdgeArgs {
  readonly namespace: string;
  /** CA certificates whose client certificates the edge accepts, PEM. */
  readonly clientCas: readonly string[];
  /** Secret with the server certificate. */
  readonly serverSecret: string;
}

/** Creates the edge and returns its route, which is created last: without it the Gateway routes no call. */
export function gatewayEdge(
  name: string,
  exposure: GatewayConfig,
  { namespace, clientCas, serverSecret }: GatewayEdgeArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { CustomResource } = k8s.apiextensions;
  const cas = clientCaConfigMap(namespace, bundle(clientCas));
  const configMap = new k8s.core.v1.ConfigMap(`${name}-client-ca`, cas, child);
  new k8s.core.v1.Service(`${name}-service`, h2cService(namespace, exposure.backend), child);
  const after = { ...child, dependsOn: [configMap] };
  const { existing, gatewayClassName } = exposure;
  const dependsOn: pulumi.Resource[] = [configMap];
  if (gatewayClassName !== undefined) {
    const created = gateway(namespace, { ...exposure, gatewayClassName }, serverSecret);
    dependsOn.push(new CustomResource(`${name}-gateway`, created, after));
  } else if (existing !== undefined && existing.namespace !== namespace) {
    const grant = referenceGrant(namespace, existing.namespace, serverSecret);
    dependsOn.push(new CustomResource(`${name}-grant`, grant, after));
  }
  if (exposure.controllerName === ENVOY_GATEWAY) {
    dependsOn.push(new CustomResource(`${name}-timeouts`, streamTimeouts(namespace), child));
  }
  return new CustomResource(name, grpcRoute(namespace, exposure), { ...child, dependsOn });
}
