// Checks that an existing Gateway accepts only client certificates of this edge's CA.
// https://gateway-api.sigs.k8s.io/geps/gep-91/
import { z } from "zod";
import { NAMES } from "../../../kubernetes/names";
import { formatValue, type ConfigError } from "../../../config/errors";

/** A reference in a Gateway; default namespace: the Gateway's own. */
const reference = z.object({
  group: z.string().default(""),
  kind: z.string().default("Secret"),
  name: z.string(),
  namespace: z.string().optional(),
});
type Reference = z.infer<typeof reference>;

const tls = z.object({
  validation: z
    .object({
      mode: z.string().default("AllowValidOnly"),
      caCertificateRefs: z.array(reference).default([]),
    })
    .optional(),
});

/** The fields to check; a field of another shape counts as absent. */
const gatewaySpec = z.object({
  gatewayClassName: z.string(),
  listeners: z.array(
    z.object({
      name: z.string(),
      port: z.number(),
      protocol: z.string(),
      tls: z.object({ certificateRefs: z.array(reference).default([]) }).optional(),
    }),
  ),
  tls: z
    .object({
      frontend: z
        .object({
          default: tls.optional(),
          perPort: z.array(z.object({ port: z.number(), tls })).default([]),
        })
        .optional(),
    })
    .optional(),
});
type GatewaySpec = z.infer<typeof gatewaySpec>;

/** What the existing Gateway must verify and present. */
export interface WantedGateway {
  readonly existing: {
    readonly name: string;
    readonly namespace: string;
    readonly listener: string;
  };
  /** Namespace of the observee, with the client CA and the server certificate. */
  readonly namespace: string;
  /** Secret with the certificate that the observer must trust; undefined if the Gateway may use its own. */
  readonly serverSecret: string | undefined;
}

/** Validation of a port: the port's own entry replaces the default one. */
const validationAt = ({ tls: { frontend } = {} }: GatewaySpec, port: number) =>
  (frontend?.perPort.find((one) => one.port === port)?.tls ?? frontend?.default)?.validation;

/** Class of the Gateway with the spec `found`, undefined if that is no Gateway; and errors. */
export function readGateway(
  found: unknown,
  { existing, namespace, serverSecret }: WantedGateway,
): { readonly className: string | undefined; readonly errors: readonly ConfigError[] } {
  const at = {
    path: "exposure.existing",
    value: formatValue(`${existing.namespace}/${existing.name}`),
  };
  const { data: spec } = gatewaySpec.safeParse(found);
  const listener = spec?.listeners.find(({ name }) => name === existing.listener);
  if (spec === undefined || listener?.protocol !== "HTTPS") {
    const rule = `this Gateway has no listener ${formatValue(existing.listener)} with protocol HTTPS`;
    const fix = "set exposure.existing.listener to one that it has";
    return { className: spec?.gatewayClassName, errors: [{ ...at, rule, fix }] };
  }
  const is = (kind: string, name: string) => (ref: Reference) =>
    ref.kind === kind &&
    ref.group === "" &&
    ref.name === name &&
    (ref.namespace ?? existing.namespace) === namespace;
  const { mode, caCertificateRefs: cas } = validationAt(spec, listener.port) ?? {};
  const certificates = listener.tls?.certificateRefs ?? [];
  const errors: (ConfigError | false)[] = [
    !(cas?.length === 1 && cas.every(is("ConfigMap", NAMES.clientCa))) && {
      ...at,
      rule: `on port ${String(listener.port)} this Gateway does not verify client certificates against this edge's client CA alone`,
      fix: `set in its spec.tls.frontend, as default or for that port, validation.caCertificateRefs: [{group: "", kind: ConfigMap, name: ${NAMES.clientCa}, namespace: ${namespace}}]`,
    },
    mode !== undefined &&
      mode !== "AllowValidOnly" && {
        ...at,
        rule: `on port ${String(listener.port)} this Gateway admits callers with an invalid certificate (mode ${mode})`,
        fix: "set its validation.mode to AllowValidOnly",
      },
    serverSecret !== undefined &&
      !certificates.some(is("Secret", serverSecret)) && {
        ...at,
        rule: "its listener presents another certificate than the one that the observer trusts",
        fix: `set its tls.certificateRefs to [{kind: Secret, name: ${serverSecret}, namespace: ${namespace}}]; or use serverCertificate.issuer "supplied"`,
      },
  ];
  return { className: spec.gatewayClassName, errors: errors.filter((error) => error !== false) };
}
