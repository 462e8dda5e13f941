// Configuration keys of an edge with the Gateway API, with a created or an existing Gateway.
import { z } from "zod";
import { formatValue, type ConfigError } from "../../../config/errors";
import { anyPortOf, inNamespace } from "../../network-policies/peers";
import type { EdgeProperties } from "../properties";
import { controllerName } from "../ingress/class";
import { terminating } from "../terminating-config";
import { namespaceName, objectName } from "../../../config/kubernetes-metadata";
import { gatewayClass } from "../required-class";

const existing = z
  .strictObject({
    name: objectName.describe("Name of the Gateway."),
    namespace: namespaceName.describe("Namespace of the Gateway."),
    listener: objectName.describe("Listener for the route."),
  })
  .optional()
  .describe(
    "Existing Gateway that already verifies client certificates against the client CA, which `up` checks; by default one is created.",
  );

export const gateway = z.strictObject({
  kind: z.literal("gateway"),
  ...terminating,
  gatewayClassName: objectName
    .optional()
    .describe("GatewayClass of the created Gateway; not with `existing`."),
  existing,
  controllerName: controllerName("spec.controllerName", "gatewayclass").describe(
    "`spec.controllerName` of the GatewayClass, which `up` checks; controllers that do not verify client certificates are rejected.",
  ),
  clientValidationVerified: z
    .boolean()
    .default(false)
    .describe(
      "Set it to true once you have verified that this controller rejects callers without a client certificate; only for controllers that the program does not know.",
    ),
});

export type GatewayConfig = z.infer<typeof gateway>;

/**
 * Controllers whose conformance reports for Gateway API v1.5 and v1.6 have GatewayFrontendClientCertificateValidation
 * among the features that they pass with GRPCRoutes, with the usual namespace of each. docs/edges.md has their
 * versions. https://github.com/kubernetes-sigs/gateway-api/tree/main/conformance/reports
 */
const WITH_CLIENT_VALIDATION: Readonly<Record<string, string>> = {
  "agentgateway.dev/agentgateway": "agentgateway-system",
  "gateway.envoyproxy.io/gatewayclass-controller": "envoy-gateway-system",
  "gateway.nginx.org/nginx-gateway-controller": "nginx-gateway",
  "kgateway.dev/kgateway": "kgateway-system",
};

/**
 * Controllers whose reports list it as unsupported, with the usual name of their class. They would ignore
 * `spec.tls.frontend` and accept every client.
 */
const WITHOUT_CLIENT_VALIDATION: Readonly<Record<string, string>> = {
  "traefik.io/gateway-controller": "traefik",
  "istio.io/gateway-controller": "istio",
  "istio.io/unmanaged-gateway": "istio-remote",
  "io.cilium/gateway-controller": "cilium",
  "konghq.com/gateway-operator": "kong",
  "konghq.com/kic-gateway-controller": "kong",
  "haproxy-ingress.github.io/controller": "haproxy",
  "varnish-software.com/gateway": "varnish",
  "gateway.k8s.aws/alb": "aws-alb",
  "gateway.k8s.aws/nlb": "aws-nlb",
};

const RULE =
  "this implementation does not verify client certificates, so it would admit every caller";
const FIX = 'use one that does, such as Envoy Gateway, or exposure kind "loadBalancer"';

function controllerErrors({
  controllerName: name,
  gatewayClassName,
  clientValidationVerified,
}: GatewayConfig): ConfigError[] {
  const path = "exposure.controllerName";
  if (name in WITHOUT_CLIENT_VALIDATION) {
    return [{ path, value: formatValue(name), rule: RULE, fix: FIX }];
  }
  if (!(name in WITH_CLIENT_VALIDATION) && !clientValidationVerified) {
    const rule =
      "no conformance report shows that it verifies client certificates of gRPC calls; one that does not would admit every caller";
    const fix = `${FIX}; or verify that it rejects a caller without a certificate, and set exposure.clientValidationVerified`;
    return [{ path, value: formatValue(name), rule, fix }];
  }
  return Object.values(WITHOUT_CLIENT_VALIDATION).includes(gatewayClassName ?? "")
    ? [
        {
          path: "exposure.gatewayClassName",
          value: formatValue(gatewayClassName),
          rule: `by its name this class belongs to an implementation that does not verify client certificates, not to ${name}`,
          fix: "use a class of that controller",
        },
      ]
    : [];
}

const gatewayErrors = (config: GatewayConfig): ConfigError[] => [
  ...controllerErrors(config),
  ...((config.gatewayClassName === undefined) === (config.existing === undefined)
    ? [
        {
          path: "exposure",
          rule: "must have exactly one of gatewayClassName and existing",
          fix: "set gatewayClassName to create a Gateway, or existing to use one",
        },
      ]
    : []),
];

/** Proxy pods that an implementation creates next to a Gateway. https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
const proxiesOf = ({ name, namespace }: NonNullable<GatewayConfig["existing"]>) =>
  inNamespace(namespace, { "gateway.networking.k8s.io/gateway-name": name });

/** Errors, controller and class of an edge with the Gateway API. */
export function gatewayProperties(edge: GatewayConfig): EdgeProperties {
  const { gatewayClassName, controllerName: controller } = edge;
  const namespace = WITH_CLIENT_VALIDATION[controller];
  return {
    errors: gatewayErrors(edge),
    controllers: [
      ...(namespace === undefined ? [] : [anyPortOf(inNamespace(namespace))]),
      ...(edge.existing === undefined ? [] : [anyPortOf(proxiesOf(edge.existing))]),
    ],
    requiredClass:
      gatewayClassName === undefined
        ? undefined
        : gatewayClass("exposure.gatewayClassName", gatewayClassName, controller),
    certManagerAnnotations: true,
  };
}
