// Configuration keys of edges whose controller terminates TLS: host name, port and backend.
import { z } from "zod";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { annotations } from "../../config/kubernetes-metadata";
import { host, hostname, port } from "../../config/network";

export const terminating = {
  hostname: hostname.describe(
    "DNS name by which the edge selects route and certificate; also the name in the certificate.",
  ),
  port: port.default(443).describe("Port to dial."),
  address: host.optional().describe("DNS name or IPv4 address to dial; default: `hostname`."),
  annotations: annotations.default({}).describe("Additional annotations of the object."),
  backend: z
    .enum(["leaf", "sidecar"])
    .default("leaf")
    .describe(
      "Backend: the `leaf` Query, or the `sidecar` itself if there is a single Prometheus.",
    ),
};

/** Name in Traefik's own configuration, such as that of an entry point. */
export const objectKey = z
  .string()
  .refine(
    (name) => /^[A-Za-z0-9]([-\w]{0,61}[A-Za-z0-9])?$/.test(name),
    issue("must be a name of letters, digits and hyphens", 'use for example "websecure"'),
  );

export type TerminatingConfig = z.infer<z.ZodObject<typeof terminating>>;

/**
 * Error for the sidecar as backend if there are several, or none of this program. An edge balances over them, and each
 * has only its own samples.
 */
export function backendErrors(
  { backend }: Pick<TerminatingConfig, "backend">,
  prometheus: { readonly replicas: number; readonly shards?: number | undefined } | undefined,
  external: boolean,
): ConfigError[] {
  if (backend !== "sidecar") {
    return [];
  }
  const value = formatValue("sidecar");
  const path = "exposure.backend";
  const fix = 'use "leaf"';
  if (external) {
    const rule = "with externalPrometheus this program has no sidecar to expose";
    return [{ path, value, rule, fix }];
  }
  const pods = (prometheus?.replicas ?? 1) * (prometheus?.shards ?? 1);
  const rule = `there are ${String(pods)} sidecars, and each call would reach only one, which has only its own samples`;
  return pods > 1 ? [{ path, value, rule, fix }] : [];
}
