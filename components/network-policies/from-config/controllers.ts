// Locates the controllers of edges: as configured, else in the namespace of their usual installation.
import { formatValue, type ConfigError } from "../../../config/errors";
import { gatewayErrors } from "../../edge/gateway/config";
import { anyPortOf, inNamespace, type PeerRule } from "../peers";
import type { ExposureConfig, TerminatingExposure } from "../../edge/config";
import type { NetworkPoliciesConfig } from "../config";
import { peerOf } from "./shared";

/** Namespaces by `spec.controllerName` of the GatewayClass. */
const GATEWAYS: Readonly<Record<string, string>> = {
  "gateway.envoyproxy.io/gatewayclass-controller": "envoy-gateway-system",
  "gateway.nginx.org/nginx-gateway-controller": "nginx-gateway",
  "kgateway.dev/kgateway": "kgateway-system",
  "agentgateway.dev/agentgateway": "agentgateway-system",
};

/** Namespace by the name of the IngressClass, which usually contains its controller's name. */
const ofIngressClass = (name: string): string =>
  name.includes("traefik") ? "traefik" : "ingress-nginx";

/** Proxy pods that an implementation creates next to a Gateway. https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
const proxiesOf = ({ name, namespace }: { readonly name: string; readonly namespace: string }) =>
  anyPortOf(inNamespace(namespace, { "gateway.networking.k8s.io/gateway-name": name }));

const installedIn = (namespace: string | undefined): readonly PeerRule[] =>
  namespace === undefined ? [] : [anyPortOf(inNamespace(namespace))];

/** Default location of an edge's controller; empty if unknown. */
function usual(edge: TerminatingExposure): readonly PeerRule[] {
  switch (edge.kind) {
    case "traefik":
      return installedIn("traefik");
    case "ingress":
      return installedIn(ofIngressClass(edge.ingressClassName));
    case "gateway":
      return [
        ...installedIn(GATEWAYS[edge.controllerName]),
        ...(edge.existing === undefined ? [] : [proxiesOf(edge.existing)]),
      ];
  }
}

const named = ({ controller }: NetworkPoliciesConfig): readonly PeerRule[] | undefined =>
  controller === undefined ? undefined : [anyPortOf(...[controller].flat().map(peerOf))];

export const controllersOfEdge = (
  policies: NetworkPoliciesConfig,
  edge: TerminatingExposure,
): readonly PeerRule[] => named(policies) ?? usual(edge);

/** Controllers of published parts, by the classes of their Ingresses. */
export const controllersOfClasses = (
  policies: NetworkPoliciesConfig,
  classes: readonly string[],
): readonly PeerRule[] =>
  named(policies) ?? [...new Set(classes.map(ofIngressClass))].flatMap(installedIn);

/** A Gateway whose controller's location is unknown would be blocked silently. */
export const controllerErrors = (
  policies: NetworkPoliciesConfig | undefined,
  edge: ExposureConfig | undefined,
): ConfigError[] =>
  policies?.enabled === true &&
  edge?.kind === "gateway" &&
  controllersOfEdge(policies, edge).length === 0 &&
  gatewayErrors(edge).length === 0
    ? [
        {
          path: "networkPolicies.controller",
          rule: `is required, since nobody knows where ${formatValue(edge.controllerName)} has its pods`,
          fix: "name their namespace or their addresses",
        },
      ]
    : [];
