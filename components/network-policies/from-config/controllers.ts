// Where the controllers of edges are: as configuration says, or else where their own manuals put them.
import { formatValue, type ConfigError } from "../../../config/errors";
import { gatewayFaults } from "../../edge/gateway/config";
import { anyPortOf, inNamespace, type PeerRule } from "../peers";
import type { ExposureConfig, TerminatingExposure } from "../../edge/config";
import type { NetworkPoliciesConfig } from "../config";
import { peerOf } from "./shared";

/** By `spec.controllerName` of a GatewayClass. */
const GATEWAYS: Readonly<Record<string, string>> = {
  "gateway.envoyproxy.io/gatewayclass-controller": "envoy-gateway-system",
  "gateway.nginx.org/nginx-gateway-controller": "nginx-gateway",
  "kgateway.dev/kgateway": "kgateway-system",
  "agentgateway.dev/agentgateway": "agentgateway-system",
};

/** By the class of an Ingress, which is called as its controller or nearly so. */
const ofIngressClass = (name: string): string =>
  name.includes("traefik") ? "traefik" : "ingress-nginx";

/** Pods that a Gateway's implementation puts beside it. https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
const proxiesOf = ({ name, namespace }: { readonly name: string; readonly namespace: string }) =>
  anyPortOf(inNamespace(namespace, { "gateway.networking.k8s.io/gateway-name": name }));

const installedIn = (namespace: string | undefined): readonly PeerRule[] =>
  namespace === undefined ? [] : [anyPortOf(inNamespace(namespace))];

/** Where an edge's manuals put its controller; nobody where they do not say. */
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

/** Of what is published, by the classes of the Ingresses. */
export const controllersOfClasses = (
  policies: NetworkPoliciesConfig,
  classes: readonly string[],
): readonly PeerRule[] =>
  named(policies) ?? [...new Set(classes.map(ofIngressClass))].flatMap(installedIn);

/** A Gateway of whose controller nobody knows the place would be shut without a word. */
export const controllerFaults = (
  policies: NetworkPoliciesConfig | undefined,
  edge: ExposureConfig | undefined,
): ConfigError[] =>
  policies?.enabled === true &&
  edge?.kind === "gateway" &&
  controllersOfEdge(policies, edge).length === 0 &&
  gatewayFaults(edge).length === 0
    ? [
        {
          path: "networkPolicies.controller",
          rule: `is required, since nobody knows where ${formatValue(edge.controllerName)} has its pods`,
          fix: "name their namespace or their addresses",
        },
      ]
    : [];
