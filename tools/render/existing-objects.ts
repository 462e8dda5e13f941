// Existing classes and Gateways that a rendering assumes in the cluster: those that the configuration requires.
import { jsonOf } from "../../config/json";
import { NAMES } from "../../kubernetes/names";
import { PROJECT, type StackConfig } from "./stack-config";

/** `spec` of existing objects, by kind and name: `IngressClass nginx`, `Gateway infra/edge`. */
export type ExistingObjects = Readonly<Record<string, unknown>>;

const INGRESS_NGINX = "k8s.io/ingress-nginx";
/** GatewayClass of an existing Gateway. */
const CLASS = "placeholder";

type Json = Readonly<Record<string, unknown>>;

/** Every object inside a value that has this key. */
const objectsWith = (value: unknown, key: string): Json[] =>
  typeof value !== "object" || value === null
    ? []
    : [
        ...(key in value ? [{ ...value }] : []),
        ...Object.values(value).flatMap((inner) => objectsWith(inner, key)),
      ];

/** Existing objects that a stack's configuration requires. */
export function requiredObjects({ values }: StackConfig): ExistingObjects {
  const config = Object.entries(values)
    .filter(([key]) => key.startsWith(`${PROJECT}:`))
    .map(([, text]) => jsonOf(text));
  const namespace = values[`${PROJECT}:namespace`] ?? "thanos";
  const { issuer } = Object(jsonOf(values[`${PROJECT}:serverCertificate`] ?? ""));
  const secret = issuer === "certManager" ? NAMES.certManagerTls : NAMES.serverTls;
  return Object.fromEntries([
    // The class that `exposure` uses by default.
    ["IngressClass nginx", { controller: INGRESS_NGINX }],
    ...objectsWith(config, "ingressClassName").map((one) => [
      `IngressClass ${String(one["ingressClassName"])}`,
      { controller: one["ingressController"] ?? INGRESS_NGINX },
    ]),
    ...objectsWith(config, "controllerName").map((one) => [
      `GatewayClass ${String(one["gatewayClassName"] ?? CLASS)}`,
      { controllerName: one["controllerName"] },
    ]),
    ...objectsWith(config, "existing").map(({ existing }) =>
      existingGateway({ ...Object(existing) }, namespace, secret),
    ),
  ]) as ExistingObjects;
}

/** A Gateway as `exposure.existing` requires it. */
const existingGateway = (
  { name, namespace, listener }: Json,
  own: string,
  secret: string,
): [string, unknown] => {
  const ca = { group: "", kind: "ConfigMap", name: NAMES.clientCa, namespace: own };
  const certificate = { kind: "Secret", name: secret, namespace: own };
  const https = { name: listener, port: 443, protocol: "HTTPS" };
  return [
    `Gateway ${String(namespace)}/${String(name)}`,
    {
      gatewayClassName: CLASS,
      listeners: [{ ...https, tls: { certificateRefs: [certificate] } }],
      tls: { frontend: { default: { validation: { caCertificateRefs: [ca] } } } },
    },
  ];
};
