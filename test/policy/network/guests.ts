// Pods that others put beside a stack's own: proxies of its Gateway, and those that answer an ACME server.
import { z } from "zod";
import type { Recorded } from "../../../tools/render/recorded";
import { ofKind } from "../objects";
import { metadataName, type Labels, type Pod } from "./pod";

const guest = (name: string, labels: Labels, ports: Pod["ports"] = {}): Pod => ({
  ...{ name, labels, ports },
  ...{ settings: "", account: "", hasToken: false },
});

/** https://gateway-api.sigs.k8s.io/geps/gep-1762/: a Gateway's proxies may be beside it. */
export const PROXY = "a Gateway's proxy";
/** https://cert-manager.io/docs/configuration/acme/http01/: one for each name that is asked for. */
export const SOLVER = "an ACME solver";

/** Secrets with certificates that something shows to its callers, and that the stack does not make. */
function foreignCertificates(resources: readonly Recorded[]): string[] {
  const made = ofKind(resources, "Secret").map(metadataName);
  const shown = [
    ...ofKind(resources, "Ingress", "IngressRoute", "Gateway"),
    ...ofKind(resources, "Deployment").filter(({ inputs }) =>
      JSON.stringify(inputs).includes("--grpc-server-tls-cert="),
    ),
  ].flatMap(({ inputs }) => secretsIn(inputs["spec"]));
  return [
    ...ofKind(resources, "Certificate").map(metadataName),
    ...shown.filter((name) => !made.includes(name)),
  ];
}

const secretsIn = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
        key === "secretName"
          ? [String(inner)]
          : key === "certificateRefs"
            ? z
                .array(z.looseObject({ name: z.string() }))
                .parse(inner)
                .map(({ name }) => name)
            : secretsIn(inner),
      );

export const guestPods = (resources: readonly Recorded[]): Pod[] => [
  ...ofKind(resources, "Gateway").map((one) =>
    guest(PROXY, { "gateway.networking.k8s.io/gateway-name": metadataName(one) }),
  ),
  ...(foreignCertificates(resources).length === 0
    ? []
    : [guest(SOLVER, { "acme.cert-manager.io/http01-solver": "true" }, { http: 8089 })]),
];
