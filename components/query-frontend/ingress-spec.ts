// Builds the Ingress in front of Query or the Query Frontend: HTTPS with nginx annotations and a login, since Thanos
// has no authentication of its own.
import type * as k8s from "@pulumi/kubernetes";
import { publishCaName } from "../../kubernetes/names";
import { PORTS } from "../../kubernetes/ports";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { metadata, type Part } from "../../kubernetes/workload";
import { sourceRangeAnnotations, isAuthentication, nginx } from "../edge/ingress/nginx-annotations";
import type { PublishConfig } from "./ingress-config";

/** The part whose HTTP port the Ingress exposes. */
export type IngressBackend = Pick<Part, "name" | "namespace" | "component">;

function loginAnnotations(
  { name, namespace }: IngressBackend,
  auth: PublishConfig["auth"],
): Record<string, string> {
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
export const isLoginAnnotation = (key: string): boolean => key in COMMON || isAuthentication(key);

/** The Ingress; annotations of the program override those of the configuration. */
export const publishIngress = (
  part: IngressBackend,
  publish: PublishConfig,
): k8s.networking.v1.IngressArgs => ({
  metadata: {
    ...metadata(part),
    annotations: {
      ...publish.annotations,
      ...COMMON,
      ...sourceRangeAnnotations(publish.sourceRanges),
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

/**
 * Secret with the CAs of the client certificates that are accepted. It is created here, so that it always has `ca.crt`:
 * without that key ingress-nginx would accept every client.
 */
export const publishCaSecret = (part: IngressBackend, caPem: string): k8s.core.v1.SecretArgs => ({
  metadata: { ...metadata(part), name: publishCaName(part.name) },
  stringData: { "ca.crt": caPem },
});
