// Configuration keys of the Ingress in front of Query or the Query Frontend, and the rules between them.
import { z } from "zod";
import { isLoginAnnotation } from "./ingress-spec";
import { caBundle } from "../pki/ca-config";
import { issue, type ConfigError } from "../../config/errors";
import { moreAnnotations } from "../edge/load-balancer/config";
import { annotationErrors } from "../edge/ingress/annotations-config";
import { ingressController } from "../edge/ingress/class";
import { sourceRanges } from "../edge/source-ranges";
import { objectName } from "../../config/kubernetes-metadata";
import { hostname, isUrl } from "../../config/network";

const httpsUrl = z
  .string()
  .refine(
    (value) => isUrl(value) && value.startsWith("https://"),
    issue("must be a URL with https://", 'use for example "https://login.example.com/oauth2/auth"'),
  );

const auth = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("mutualTls"),
      caPem: caBundle.describe("CA certificates whose client certificates are let in."),
    }),
    z.strictObject({
      kind: z.literal("basicAuth"),
      secretName: objectName.describe(
        "Secret of the namespace whose key `auth` has users and hashed passwords, as htpasswd writes them.",
      ),
    }),
    z.strictObject({
      kind: z.literal("oidcProxy"),
      authUrl: httpsUrl.describe("Where an OIDC proxy says whether a request is let in."),
      signinUrl: httpsUrl.optional().describe("Where it lets people log in."),
    }),
  ],
  { error: 'must be "mutualTls", "basicAuth" or "oidcProxy"' },
);

export const publish = z
  .strictObject({
    hostname: hostname.describe("DNS name, answered by HTTPS."),
    ingressClassName: objectName.describe("Class of a controller that knows nginx' annotations."),
    ingressController,
    tlsSecretName: objectName.describe(
      "Secret of the namespace with `tls.crt` and `tls.key` for it; cert-manager makes one where an annotation asks it to.",
    ),
    auth: auth.describe("Who is let in: Thanos itself asks nobody."),
    sourceRanges,
    annotations: moreAnnotations,
  })
  .optional()
  .describe(
    "Answer outside of the cluster too, by HTTPS and with a login; inside only without it.",
  );

export type PublishConfig = NonNullable<z.infer<typeof publish>>;

/** Rejects user annotations that could disable the login. */
export const publishErrors = (at: string, config: PublishConfig | undefined): ConfigError[] =>
  config === undefined
    ? []
    : annotationErrors({
        at,
        annotations: config.annotations,
        isOwn: isLoginAnnotation,
        own: {
          rule: "could take the login away, which is the program's own",
          fix: `remove it: ${at}.auth says who is let in`,
        },
        what: "login",
      });
