// Configuration key `exposure` of an observee: one kind of edge, or remote write to the observer instead.
import { z } from "zod";
import type { ServerCertificateConfig } from "../pki/config";
import { formatValue, type ConfigError } from "../../config/errors";
import type { EdgeProperties } from "./properties";
import { gateway, gatewayProperties } from "./gateway/config";
import { ingress, ingressProperties } from "./ingress/config";
import { loadBalancer, loadBalancerErrors } from "./load-balancer/config";
import { onNodePort } from "./node-port/config";
import type { SharedConfig } from "../../config/shared";
import { backendErrors } from "./terminating-config";
import { traefik, traefikProperties } from "./traefik/config";

/** No edge and no address to dial: Prometheus remote-writes to the observer. */
const remoteWrite = z.strictObject({ kind: z.literal("remoteWrite") });

/** Edges that pass TCP through: Thanos itself verifies the client certificate. */
const PASS_THROUGH = [loadBalancer, onNodePort] as const;
/** Edges whose controller terminates TLS, and verifies the client certificate in Thanos' place. */
const TERMINATING = [ingress, traefik, gateway] as const;
const EXPOSURES = [...PASS_THROUGH, ...TERMINATING, remoteWrite] as const;

/** The kinds as a list in a sentence, each between two of `quote`: `a`, `b` or `c`. */
const kindsOf = (
  exposures: readonly { readonly shape: { readonly kind: { readonly value: string } } }[],
  quote: string,
): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(
    exposures.map(({ shape }) => `${quote}${shape.kind.value}${quote}`),
  );

/** All kinds, for messages. */
export const EXPOSURE_KINDS_TEXT = kindsOf(EXPOSURES, '"');
/** Kinds that pass TCP through, in Markdown. */
export const PASS_THROUGH_KINDS_TEXT = kindsOf(PASS_THROUGH, "`");
/** Kinds whose controller terminates TLS, in Markdown. */
export const TERMINATING_KINDS_TEXT = kindsOf(TERMINATING, "`");

/** The key `exposure`. */
export const exposure = z.discriminatedUnion("kind", EXPOSURES, {
  error: `must be ${EXPOSURE_KINDS_TEXT}`,
});

export type ExposureConfig = z.infer<typeof exposure>;
/** An exposure with an edge. */
export type EdgeExposure = Exclude<ExposureConfig, { kind: "remoteWrite" }>;
/** An edge whose controller terminates TLS. */
export type TerminatingExposure = z.infer<(typeof TERMINATING)[number]>;

/** Whether the edge's controller terminates TLS; it then routes by host name. */
export const isTerminating = (edge: ExposureConfig): edge is TerminatingExposure =>
  "hostname" in edge;

/** Whether the backend is the leaf Query; otherwise it is the sidecar. */
export const hasLeaf = (edge: EdgeExposure): boolean =>
  !isTerminating(edge) || edge.backend === "leaf";

interface EdgeSettings extends Partial<Pick<SharedConfig, "prometheus" | "externalPrometheus">> {
  readonly exposure?: ExposureConfig;
  readonly serverName?: string | undefined;
  readonly serverCertificate?: ServerCertificateConfig;
}

/** Properties of this exposure, from the folder of its kind; none for `nodePort` and `remoteWrite`. */
export function edgeProperties(edge: ExposureConfig): EdgeProperties {
  switch (edge.kind) {
    case "loadBalancer":
      return { errors: loadBalancerErrors("exposure", edge) };
    case "ingress":
      return ingressProperties(edge);
    case "traefik":
      return traefikProperties(edge);
    case "gateway":
      return gatewayProperties(edge);
    case "nodePort":
    case "remoteWrite":
      return {};
  }
}

/** With these annotations cert-manager would create the same Secret that this program creates. */
const sharedSecretErrors = (
  edge: TerminatingExposure,
  certificate: ServerCertificateConfig | undefined,
): ConfigError[] =>
  certificate === undefined ||
  certificate.issuer === "supplied" ||
  edgeProperties(edge).certManagerAnnotations !== true
    ? []
    : Object.keys(edge.annotations)
        .filter((key) => key.startsWith("cert-manager.io/"))
        .map((key) => ({
          path: `exposure.annotations.${key}`,
          rule: `would make cert-manager write the same Secret as serverCertificate.issuer ${formatValue(certificate.issuer)}`,
          fix: 'remove it, or use serverCertificate.issuer "supplied"',
        }));

/** Rules between the edge and related keys. */
export function exposureErrors({
  exposure: edge,
  serverName,
  serverCertificate,
  ...config
}: EdgeSettings): ConfigError[] {
  if (edge === undefined) {
    return [];
  }
  const { errors = [] } = edgeProperties(edge);
  if (!isTerminating(edge)) {
    return [...errors];
  }
  return [
    ...(serverName === undefined || serverName === edge.hostname
      ? []
      : [
          {
            path: "serverName",
            value: formatValue(serverName),
            rule: `it must equal exposure.hostname, ${formatValue(edge.hostname)}, by which the edge selects the certificate`,
            fix: "remove serverName",
          },
        ]),
    ...backendErrors(edge, config.prometheus, config.externalPrometheus !== undefined),
    ...sharedSecretErrors(edge, serverCertificate),
    ...errors,
  ];
}
