// Configuration keys of the Ingress in front of Query or the Query Frontend, and the rules between them.
import { z } from "zod";
import { isLoginAnnotation } from "./ingress-spec";
import { caBundle } from "../pki/ca-config";
import { issue, type ConfigError } from "../../config/errors";
import { additionalAnnotations } from "../edge/load-balancer/config";
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
      caPem: caBundle.describe("CA certificates whose client certificates are accepted."),
    }),
    z.strictObject({
      kind: z.literal("basicAuth"),
      secretName: objectName.describe(
        "Secret in the namespace whose key `auth` has users and hashed passwords in htpasswd format.",
      ),
    }),
    z.strictObject({
      kind: z.literal("oidcProxy"),
      authUrl: httpsUrl.describe("URL at which an OIDC proxy authorizes each request."),
      signinUrl: httpsUrl.optional().describe("URL of the proxy's login page."),
    }),
  ],
  { error: 'must be "mutualTls", "basicAuth" or "oidcProxy"' },
);

/** The key `publish`. */
export const publish = z
  .strictObject({
    hostname: hostname.describe("DNS name, served over HTTPS."),
    ingressClassName: objectName.describe(
      "IngressClass of a controller that supports nginx' annotations.",
    ),
    ingressController,
    tlsSecretName: objectName.describe(
      "Secret in the namespace with `tls.crt` and `tls.key` for the host name; cert-manager creates it if an annotation requests that.",
    ),
    auth: auth.describe("How clients authenticate: Thanos itself has no authentication."),
    sourceRanges,
    annotations: additionalAnnotations,
  })
  .optional()
  .describe(
    "Ingress for clients outside the cluster, over HTTPS and with a login; none by default.",
  );

export type PublishConfig = NonNullable<z.infer<typeof publish>>;

/** Errors for annotations that could disable the login; `at` is the configuration path of the key. */
export const publishErrors = (at: string, config: PublishConfig | undefined): ConfigError[] =>
  config === undefined
    ? []
    : annotationErrors({
        at,
        annotations: config.annotations,
        isOwn: isLoginAnnotation,
        own: {
          rule: "is set by the program, as part of the login",
          fix: `remove it: ${at}.auth configures the login`,
        },
        check: "login",
      });
