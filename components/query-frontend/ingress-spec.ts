// Builds the Ingress in front of Query or the Query Frontend: HTTPS with nginx annotations and a login, since Thanos
// has no authentication of its own.
import type * as k8s from "@pulumi/kubernetes";
import { labels } from "../../kubernetes/labels";
import { publishCaName } from "../../kubernetes/names";
import { PORTS } from "../../kubernetes/ports";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { allowed, asks, nginx } from "../edge/ingress/nginx-annotations";

/** How clients authenticate. */
export type Login =
  | { readonly kind: "mutualTls"; readonly caPem: string }
  | { readonly kind: "basicAuth"; readonly secretName: string }
  | {
      readonly kind: "oidcProxy";
      readonly authUrl: string;
      readonly signinUrl?: string | undefined;
    };

export interface Publish {
  readonly hostname: string;
  readonly ingressClassName: string;
  /** Secret in the namespace with the certificate for the host name. */
  readonly tlsSecretName: string;
  readonly auth: Login;
  /** CIDRs that may connect; any when empty. */
  readonly sourceRanges: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** The part whose HTTP port the Ingress exposes. */
export interface Published {
  readonly name: string;
  readonly namespace: string;
  readonly component: string;
}

function loginAnnotations({ name, namespace }: Published, auth: Login): Record<string, string> {
  switch (auth.kind) {
    case "mutualTls":
      return {
        [nginx("auth-tls-secret")]: `${namespace}/${publishCaName(name)}`,
        [nginx("auth-tls-verify-client")]: "on",
        [nginx("auth-tls-verify-depth")]: "1",
        // Rejects requests on nginx' plain HTTP port, where no client certificate gives a CN to match.
        [nginx("auth-tls-match-cn")]: "CN=.",
      };
    case "basicAuth":
      return {
        [nginx("auth-type")]: "basic",
        [nginx("auth-secret")]: `${namespace}/${auth.secretName}`,
        [nginx("auth-secret-type")]: "auth-file",
      };
    case "oidcProxy":
      return {
        [nginx("auth-url")]: auth.authUrl,
        ...(auth.signinUrl === undefined ? {} : { [nginx("auth-signin")]: auth.signinUrl }),
      };
  }
}

/** For every kind of login: HTTPS only, and timeouts that outlast the Query Frontend's. */
const COMMON: Readonly<Record<string, string>> = {
  [nginx("ssl-redirect")]: "true",
  [nginx("force-ssl-redirect")]: "true",
  [nginx("backend-protocol")]: "HTTP",
  [nginx("proxy-read-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-send-timeout")]: String(TIMEOUTS.edge),
};

/** Whether an annotation is part of the login, and so not configurable. */
export const isLoginAnnotation = (key: string): boolean => key in COMMON || asks(key);

export const publishIngress = (
  part: Published,
  publish: Publish,
): k8s.networking.v1.IngressArgs => ({
  metadata: {
    name: part.name,
    namespace: part.namespace,
    labels: labels(part.name, part.component),
    annotations: {
      ...publish.annotations,
      ...COMMON,
      ...allowed(publish.sourceRanges),
      ...loginAnnotations(part, publish.auth),
    },
  },
  spec: {
    ingressClassName: publish.ingressClassName,
    tls: [{ hosts: [publish.hostname], secretName: publish.tlsSecretName }],
    rules: [
      {
        host: publish.hostname,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: part.name, port: { number: PORTS.http } } },
            },
          ],
        },
      },
    ],
  },
});

/** CAs of the client certificates that are accepted; created here, so that it always holds `ca.crt`. */
export const publishCaSecret = (part: Published, caPem: string): k8s.core.v1.SecretArgs => ({
  metadata: {
    name: publishCaName(part.name),
    namespace: part.namespace,
    labels: labels(part.name, part.component),
  },
  stringData: { "ca.crt": caPem },
});
