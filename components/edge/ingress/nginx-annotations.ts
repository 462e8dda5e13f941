// Annotations of ingress-nginx, which Traefik's ingress-nginx provider honours too.
// https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/

const PREFIX = "nginx.ingress.kubernetes.io/";

/** Full name of an annotation. */
export const nginx = (key: string): string => `${PREFIX}${key}`;

/** Annotations that configure authentication or can disable it. */
const AUTHENTICATION = /^(auth-|satisfy|enable-global-auth|(whitelist|allowlist)-source-range$)/;

/** Annotations that bypass authentication: other names of the host, other backends, and raw nginx configuration. */
const BYPASS = /^(server-alias|ssl-passthrough|from-to-www-redirect|canary(-.*)?|[a-z-]*-snippet)$/;

/** The part after the prefix; undefined if it is no annotation of ingress-nginx. */
const keyOf = (annotation: string): string | undefined =>
  annotation.startsWith(PREFIX) ? annotation.slice(PREFIX.length) : undefined;

/** Whether the annotation configures authentication. */
export const isAuthentication = (annotation: string): boolean =>
  AUTHENTICATION.test(keyOf(annotation) ?? "");

/** Whether the annotation can bypass authentication. */
export const isBypass = (annotation: string): boolean => BYPASS.test(keyOf(annotation) ?? "");

/** Prefixes allowed on an authenticated Ingress: other controllers' annotations could disable authentication. */
export const KNOWN_PREFIXES = [
  PREFIX,
  "cert-manager.io/",
  "external-dns.alpha.kubernetes.io/",
] as const;

/** Annotation that restricts the source addresses; none if `sourceRanges` is empty, which allows all. */
export const sourceRangeAnnotations = (sourceRanges: readonly string[]): Record<string, string> =>
  sourceRanges.length === 0 ? {} : { [nginx("whitelist-source-range")]: sourceRanges.join() };
