// Configuration keys of certificates: lifetimes and curve, the source of a server certificate, the state of a rotation.
import { z } from "zod";
import { PHASES } from "./rotation/phases";
import { caBundle } from "./ca-config";
import { issue } from "../../config/errors";
import { objectName } from "../../config/kubernetes-metadata";
import { wholeNumber } from "../../config/primitives";

const days = (least: number, most: number, fix: string) =>
  wholeNumber(least, most, fix, " of days");

/** The key `certificates`. */
export const certificates = z
  .strictObject({
    curve: z
      .enum(["P256", "P384"])
      .default("P256")
      .describe(
        "Curve of every ECDSA key; an existing CA and its leaves keep theirs until the next rotation.",
      ),
    leafDays: days(1, 90, "use 90")
      .default(90)
      .describe(
        "Lifetime of a leaf certificate, in days; it is due for renewal after two thirds of it.",
      ),
    caDays: days(365, 3650, "use 1825")
      .default(1825)
      .describe("Lifetime of a CA, in days; an existing CA keeps its own until the next rotation."),
  })
  .prefault({});

/** State of a CA's rotation; docs/certificates.md has the steps. */
export const rotation = z
  .strictObject({
    generation: wholeNumber(1, 1000, "use 1 for a CA that was never rotated").describe(
      "Number of the CA; in overlap and cutover the new one's.",
    ),
    phase: z
      .enum(PHASES)
      .describe("`overlap` publishes both CAs, `cutover` signs with the new one."),
  })
  .refine(
    ({ generation, phase }) => generation > 1 || phase === "stable",
    issue(
      "generation 1 must be stable: it has no predecessor",
      "use generation 2 to begin the first rotation",
    ),
  )
  .default({ generation: 1, phase: "stable" });

const caPem = caBundle
  .optional()
  .describe(
    "CA certificates that the observer must trust; default: the system's, which sign public names only.",
  );

/**
 * The key `serverCertificate`. Issuers other than `self` may name their CA; without it the system's CAs are trusted.
 */
export const serverCertificate = z
  .discriminatedUnion(
    "issuer",
    [
      z.strictObject({
        issuer: z.literal("self"),
        ca: rotation.describe("Rotation of the server CA."),
      }),
      z.strictObject({
        issuer: z.literal("certManager"),
        issuerRef: z
          .strictObject({ name: objectName, kind: z.enum(["Issuer", "ClusterIssuer"]) })
          .describe("cert-manager's issuer, public or private."),
        caPem,
      }),
      z.strictObject({
        issuer: z.literal("supplied"),
        secretName: objectName.describe("Secret in the namespace with `tls.crt` and `tls.key`."),
        caPem,
      }),
    ],
    { error: 'must be "self", "certManager" or "supplied"' },
  )
  .prefault({ issuer: "self" });

export type ServerCertificateConfig = z.infer<typeof serverCertificate>;
