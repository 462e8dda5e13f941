// Configuration keys of an edge with the Gateway API, with a created or an existing Gateway.
import { z } from "zod";
import { formatValue, type ConfigError } from "../../../config/errors";
import { anyPortOf, inNamespace } from "../../network-policies/peers";
import type { EdgeFacts } from "../facts";
import { controllerName } from "../ingress/class";
import { terminating } from "../terminating-config";
import { namespaceName, objectName } from "../../../config/kubernetes-metadata";
import { gatewayClass } from "../wanted-class";

const existing = z
  .strictObject({
    name: objectName.describe("Its name."),
    namespace: namespaceName.describe("Its namespace."),
    listener: objectName.describe("The listener of it that takes the route."),
  })
  .optional()
  .describe(
    "A Gateway that is there, and asks for certificates of the client CA already; `up` reads whether it does. One is made without it.",
  );

export const gateway = z.strictObject({
  kind: z.literal("gateway"),
  ...terminating,
  gatewayClassName: objectName
    .optional()
    .describe("GatewayClass of the Gateway that is made; not with `existing`."),
  existing,
  controllerName: controllerName("spec.controllerName", "gatewayclass").describe(
    "`spec.controllerName` of its class, which `up` compares: those that ask for no client certificate are refused.",
  ),
  clientValidationVerified: z
    .boolean()
    .default(false)
    .describe(
      "Somebody has seen that this controller refuses callers without a certificate; for one that the program does not know.",
    ),
});

export type GatewayConfig = z.infer<typeof gateway>;

/**
 * Controllers whose conformance reports for Gateway API v1.5 and v1.6 have GatewayFrontendClientCertificateValidation
 * among the features that they pass with GRPCRoutes, with the usual namespace of each. docs/edges.md has their versions.
 * https://github.com/kubernetes-sigs/gateway-api/tree/main/conformance/reports
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

const RULE = "that implementation asks no client for its certificate, and would let everybody in";
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
      "no conformance report says that it asks a caller by gRPC for its certificate, and one that does not would let everybody in";
    const fix = `${FIX}; or see it refuse a caller, and set exposure.clientValidationVerified`;
    return [{ path, value: formatValue(name), rule, fix }];
  }
  return Object.values(WITHOUT_CLIENT_VALIDATION).includes(gatewayClassName ?? "")
    ? [
        {
          path: "exposure.gatewayClassName",
          value: formatValue(gatewayClassName),
          rule: `by its name it is not ${name}'s, but of an implementation that asks no client for its certificate`,
          fix: "name a class of that controller",
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
          fix: "name the class of the Gateway that is to be made, or the Gateway that is there",
        },
      ]
    : []),
];

/** Proxy pods that an implementation creates next to a Gateway. https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
const proxiesOf = ({ name, namespace }: NonNullable<GatewayConfig["existing"]>) =>
  inNamespace(namespace, { "gateway.networking.k8s.io/gateway-name": name });

export function gatewayFacts(edge: GatewayConfig): EdgeFacts {
  const { gatewayClassName, controllerName: controller } = edge;
  const namespace = WITH_CLIENT_VALIDATION[controller];
  return {
    errors: gatewayErrors(edge),
    controllers: [
      ...(namespace === undefined ? [] : [anyPortOf(inNamespace(namespace))]),
      ...(edge.existing === undefined ? [] : [anyPortOf(proxiesOf(edge.existing))]),
    ],
    wantedClass:
      gatewayClassName === undefined
        ? undefined
        : gatewayClass("exposure.gatewayClassName", gatewayClassName, controller),
    certManagerAnnotations: true,
  };
}
