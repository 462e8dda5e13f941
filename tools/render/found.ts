// Existing classes and Gateways that a rendering assumes in the cluster: those that the configuration requires.
import { jsonOf } from "../../config/json";
import { NAMES } from "../../kubernetes/names";
import { PROJECT, type StackConfig } from "./stack-config";

/** `spec` of existing objects, by kind and name: `IngressClass nginx`, `Gateway infra/edge`. */
export type ExistingObjects = Readonly<Record<string, unknown>>;

const INGRESS_NGINX = "k8s.io/ingress-nginx";
/** GatewayClass of an existing Gateway. */
const CLASS = "placeholder";

type Object_ = Readonly<Record<string, unknown>>;

/** Every object inside a value that has this key. */
const having = (value: unknown, key: string): Object_[] =>
  typeof value !== "object" || value === null
    ? []
    : [
        ...(key in value ? [{ ...value }] : []),
        ...Object.values(value).flatMap((inner) => having(inner, key)),
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
    ...having(config, "ingressClassName").map((one) => [
      `IngressClass ${String(one["ingressClassName"])}`,
      { controller: one["ingressController"] ?? INGRESS_NGINX },
    ]),
    ...having(config, "controllerName").map((one) => [
      `GatewayClass ${String(one["gatewayClassName"] ?? CLASS)}`,
      { controllerName: one["controllerName"] },
    ]),
    ...having(config, "existing").map(({ existing }) =>
      given({ ...Object(existing) }, namespace, secret),
    ),
  ]) as ExistingObjects;
}

const given = (
  { name, namespace, listener }: Object_,
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
