// Configuration key `exposure` of an observee: one kind of edge, or remote write to the observer instead.
import { z } from "zod";
import type { ServerCertificateConfig } from "../pki/config";
import { formatValue, type ConfigError } from "../../config/errors";
import { gateway, gatewayErrors } from "./gateway/config";
import { ingress, ingressErrors } from "./ingress/config";
import { loadBalancer, loadBalancerErrors } from "./load-balancer/config";
import { onNodePort } from "./node-port/config";
import type { SharedConfig } from "../../config/shared";
import { backendErrors } from "./terminating-config";
import { traefik } from "./traefik/config";

/** No edge and no address to dial: Prometheus remote-writes to the observer. */
const remoteWrite = z.strictObject({ kind: z.literal("remoteWrite") });

export const EXPOSURE_KINDS_TEXT =
  '"loadBalancer", "nodePort", "ingress", "traefik", "gateway" or "remoteWrite"';

export const exposure = z.discriminatedUnion(
  "kind",
  [loadBalancer, onNodePort, ingress, traefik, gateway, remoteWrite],
  { error: `must be ${EXPOSURE_KINDS_TEXT}` },
);

export type ExposureConfig = z.infer<typeof exposure>;
/** Kinds with an edge. */
export type EdgeExposure = Exclude<ExposureConfig, { kind: "remoteWrite" }>;
/** Kinds whose controller terminates TLS, routes by host name, and verifies the client certificate in Thanos' place. */
export type TerminatingExposure = Extract<EdgeExposure, { hostname: string }>;

export const isTerminating = (each: ExposureConfig): each is TerminatingExposure =>
  "hostname" in each;

/** Whether the backend is the leaf Query; otherwise it is the sidecar. */
export const hasLeaf = (each: EdgeExposure): boolean =>
  !isTerminating(each) || each.backend === "leaf";

interface Around extends Partial<Pick<SharedConfig, "prometheus" | "externalPrometheus">> {
  readonly exposure?: ExposureConfig;
  readonly serverName?: string | undefined;
  readonly serverCertificate?: ServerCertificateConfig;
}

/** With these annotations cert-manager would create the same Secret that this program creates. */
const sharedSecretErrors = (
  { kind, annotations }: TerminatingExposure,
  certificate: ServerCertificateConfig | undefined,
): ConfigError[] =>
  certificate === undefined || certificate.issuer === "supplied" || kind === "traefik"
    ? []
    : Object.keys(annotations)
        .filter((key) => key.startsWith("cert-manager.io/"))
        .map((key) => ({
          path: `exposure.annotations.${key}`,
          rule: `would have cert-manager make the Secret that serverCertificate.issuer ${formatValue(certificate.issuer)} makes`,
          fix: 'remove it, or use serverCertificate.issuer "supplied"',
        }));

/** Rules between the edge and related keys. */
export function exposureErrors({
  exposure: edge,
  serverName,
  serverCertificate,
  ...config
}: Around): ConfigError[] {
  if (edge === undefined) {
    return [];
  }
  if (edge.kind === "loadBalancer") {
    return loadBalancerErrors("exposure", edge);
  }
  if (!isTerminating(edge)) {
    return [];
  }
  return [
    ...(serverName === undefined || serverName === edge.hostname
      ? []
      : [
          {
            path: "serverName",
            value: formatValue(serverName),
            rule: `it must be the edge's host name, ${formatValue(edge.hostname)}, by which it chooses the certificate`,
            fix: "remove serverName",
          },
        ]),
    ...backendErrors(edge, config.prometheus, config.externalPrometheus !== undefined),
    ...sharedSecretErrors(edge, serverCertificate),
    ...(edge.kind === "ingress" ? ingressErrors(edge) : []),
    ...(edge.kind === "gateway" ? gatewayErrors(edge) : []),
  ];
}
