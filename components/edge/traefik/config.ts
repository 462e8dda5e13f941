// Configuration keys of an edge by Traefik's custom resources.
import { z } from "zod";
import { anyPortOf, inNamespace } from "../../network-policies/peers";
import type { EdgeFacts } from "../facts";
import { sourceRanges } from "../source-ranges";
import { objectKey, terminating } from "../terminating-config";

export const traefik = z.strictObject({
  kind: z.literal("traefik"),
  ...terminating,
  entryPoints: z
    .array(objectKey)
    .min(1)
    .default(["websecure"])
    .describe("Traefik's entry points that answer by TLS on that port."),
  sourceRanges,
  defaultTlsOption: z
    .boolean()
    .optional()
    .describe(
      "Make Traefik's cluster-wide TLSOption `default` too, which asks for the same certificate: for a Traefik that serves nothing else. `false` says that nobody's second route of the host is to be feared; each `up` warns without either.",
    ),
});

export type TraefikConfig = z.infer<typeof traefik>;

export const traefikFacts = ({ defaultTlsOption }: TraefikConfig): EdgeFacts => ({
  controllers: [anyPortOf(inNamespace("traefik"))],
  warnings:
    defaultTlsOption === undefined
      ? [
          "exposure.defaultTlsOption is not set: of two routes of one host with other TLS options each, Traefik serves both by its default ones, which ask nobody for a certificate. Start it with --core.strictTLSOptions=true and say false, or say true where it serves nothing else",
        ]
      : [],
});
