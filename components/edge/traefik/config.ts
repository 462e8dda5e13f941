// Configuration keys of an edge by Traefik's custom resources.
import { z } from "zod";
import { anyPortOf, inNamespace } from "../../network-policies/peers";
import type { EdgeProperties } from "../properties";
import { sourceRanges } from "../source-ranges";
import { objectKey, terminating } from "../terminating-config";

export const traefik = z.strictObject({
  kind: z.literal("traefik"),
  ...terminating,
  entryPoints: z
    .array(objectKey)
    .min(1)
    .default(["websecure"])
    .describe("Traefik's entry points with TLS on that port."),
  sourceRanges,
  defaultTlsOption: z
    .boolean()
    .optional()
    .describe(
      "Whether to create Traefik's cluster-wide TLSOption `default` too, with the same client authentication: for a Traefik that serves nothing else. `false` states that no other route has this host name. If it is not set, each `up` warns.",
    ),
});

export type TraefikConfig = z.infer<typeof traefik>;

/** Warnings and controller of an edge by Traefik. */
export const traefikProperties = ({ defaultTlsOption }: TraefikConfig): EdgeProperties => ({
  controllers: [anyPortOf(inNamespace("traefik"))],
  warnings:
    defaultTlsOption === undefined
      ? [
          "exposure.defaultTlsOption is not set: if two routes of one host have different TLS options, Traefik uses its default options for both, which verify no client certificate. Start it with --core.strictTLSOptions=true and set this to false, or set it to true if it serves nothing else",
        ]
      : [],
});
