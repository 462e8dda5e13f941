// Annotations of ingress-nginx, which Traefik's ingress-nginx provider honours too.
// https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/

const PREFIX = "nginx.ingress.kubernetes.io/";

export const nginx = (key: string): string => `${PREFIX}${key}`;

/** Keys by which somebody is asked for a certificate or a login, or by which that is undone. */
const ASKING = /^(auth-|satisfy|enable-global-auth|(whitelist|allowlist)-source-range$)/;

/** Keys that lead callers past what asks: other names of the host, other backends, and nginx' own configuration. */
const PAST = /^(server-alias|ssl-passthrough|from-to-www-redirect|canary(-.*)?|[a-z-]*-snippet)$/;

/** What comes after the prefix; undefined for a key that is no annotation of ingress-nginx. */
const keyOf = (annotation: string): string | undefined =>
  annotation.startsWith(PREFIX) ? annotation.slice(PREFIX.length) : undefined;

export const asks = (annotation: string): boolean => ASKING.test(keyOf(annotation) ?? "");

export const leadsPast = (annotation: string): boolean => PAST.test(keyOf(annotation) ?? "");

/** Prefixes of those that may stand on an Ingress before which somebody is asked: another controller's could undo it. */
export const KNOWN_PREFIXES = [
  PREFIX,
  "cert-manager.io/",
  "external-dns.alpha.kubernetes.io/",
] as const;

/** Whoever may dial; everyone where there are none. */
export const allowed = (sourceRanges: readonly string[]): Record<string, string> =>
  sourceRanges.length === 0 ? {} : { [nginx("whitelist-source-range")]: sourceRanges.join() };
