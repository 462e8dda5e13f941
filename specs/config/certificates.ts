// Certificates in configuration: lives and keys, where a server certificate comes from, how far a rotation is.
import { z } from "zod";
import { isBundle } from "../pem";
import { PHASES } from "../pki/rotation";
import { says } from "./faults";
import { text } from "./words";

const days = (least: number, most: number, fix: string) =>
  z
    .number()
    .refine(
      (n) => Number.isInteger(n) && n >= least && n <= most,
      says(`must be a whole number of days from ${String(least)} to ${String(most)}`, fix),
    );

export const certificates = z
  .strictObject({
    curve: z.enum(["P256", "P384"]).default("P256"),
    leafDays: days(1, 90, "use 90").default(90),
    caDays: days(365, 3650, "use 1825").default(1825),
  })
  .prefault({});

/** Where an authority stands; see docs/operations.md for the steps. */
export const rotation = z
  .strictObject({
    generation: z
      .number()
      .refine(
        (n) => Number.isInteger(n) && n >= 1 && n <= 1000,
        says("must be a whole number from 1", "use 1 for an authority that was never rotated"),
      ),
    phase: z.enum(PHASES),
  })
  .refine(
    ({ generation, phase }) => generation > 1 || phase === "stable",
    says(
      "generation 1 has none before it to overlap with",
      "use generation 2 to begin the first rotation",
    ),
  )
  .default({ generation: 1, phase: "stable" });

const caPem = z
  .string()
  .refine(
    isBundle,
    says("must be one or more PEM certificates, and no key", "write it as a YAML block with |"),
  )
  .optional();

/** `self`: a small CA of the observee's own. The others may name the CA; without it the system's CAs are trusted. */
export const serverCertificate = z
  .discriminatedUnion(
    "issuer",
    [
      z.strictObject({ issuer: z.literal("self"), ca: rotation }),
      z.strictObject({
        issuer: z.literal("certManager"),
        issuerRef: z.strictObject({ name: text, kind: z.enum(["Issuer", "ClusterIssuer"]) }),
        caPem,
      }),
      z.strictObject({ issuer: z.literal("supplied"), secretName: text, caPem }),
    ],
    { error: 'must be "self", "certManager" or "supplied"' },
  )
  .prefault({ issuer: "self" });

export type ServerCertificateConfig = z.infer<typeof serverCertificate>;
