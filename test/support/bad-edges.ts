// Configurations of edges that would be open to anyone or unusable, with the expected errors.
import type { Row } from "./bad-input";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "./configs";

const HOST = "a.example.com";
const exposed = (exposure: ConfigObject, other: ConfigObject = {}) =>
  withKeys(OBSERVEE, { exposure, ...other });
const annotated = (key: string) =>
  exposed({
    ...{ kind: "ingress", hostname: HOST, ingressClassName: "traefik" },
    annotations: { [key]: "x" },
  });
const gateway = (controllerName: string, gatewayClassName = "edge") =>
  exposed({ kind: "gateway", hostname: HOST, controllerName, gatewayClassName });

const published = (more: ConfigObject, part = "query") =>
  withKeys(OBSERVER, {
    [part]: {
      publish: {
        ...{ hostname: HOST, ingressClassName: "nginx", tlsSecretName: "tls" },
        auth: { kind: "basicAuth", secretName: "users" },
        ...more,
      },
    },
  });

const NGINX = "nginx.ingress.kubernetes.io";
const OPEN = "that implementation asks no client for its certificate, and would let everybody in";
const OTHERS = 'use one that does, such as Envoy Gateway, or exposure kind "loadBalancer"';

const PAST = [
  "server-alias",
  "ssl-passthrough",
  "from-to-www-redirect",
  "canary",
  "canary-by-header",
  "canary-weight",
  "server-snippet",
  "configuration-snippet",
  "auth-snippet",
];
const ELSEWHERE =
  "does not begin with nginx.ingress.kubernetes.io/ or cert-manager.io/ or external-dns.alpha.kubernetes.io/, and another controller could undo by it what asks for";

/** Every host name that an observer can have. */
const published_ = { hostname: HOST, ingressClassName: "nginx", tlsSecretName: "tls" };
const login = { auth: { kind: "basicAuth", secretName: "users" } };
const grafanaAt = { ingress: { hostname: HOST, ingressClassName: "nginx", secretName: "tls" } };

const OPEN_TO_ALL = "everybody who reaches that port of a node, in plain HTTP and without a login";

export const BAD_EDGES: readonly Row[] = [
  {
    config: withKeys(OBSERVER, { query: { nodePort: 30091 } }),
    says: `warning: query.nodePort answers ${OPEN_TO_ALL}`,
  },
  {
    config: withKeys(OBSERVER, {
      prometheus: { nodePort: 30090 },
      alertmanager: {
        ...{ nodePort: 30093, route: { receiver: "a" } },
        receivers: [{ name: "a", integrations: [] }],
      },
      queryFrontend: { nodePort: 30092 },
    }),
    says: `warning: prometheus.nodePort, alertmanager.nodePort, queryFrontend.nodePort answer ${OPEN_TO_ALL}`,
  },
  {
    config: exposed({ kind: "traefik", hostname: HOST }),
    says: "warning: exposure.defaultTlsOption is not set: if two routes of a host have different TLS options, Traefik uses its default ones for both, which require no client certificate. Start Traefik with --core.strictTLSOptions=true and set false, or set true if it serves nothing else",
  },
  ...[
    {
      config: { query: { publish: { ...published_, ...login } }, grafana: grafanaAt },
      parts: ["query.publish", "grafana.ingress"],
    },
    {
      config: { queryFrontend: { publish: { ...published_, ...login } }, grafana: grafanaAt },
      parts: ["queryFrontend.publish", "grafana.ingress"],
    },
    {
      config: {
        query: { publish: { ...published_, ...login } },
        queryFrontend: { publish: { ...published_, ...login } },
      },
      parts: ["query.publish", "queryFrontend.publish"],
    },
  ].map(({ config, parts: [first, second] }) => ({
    config: withKeys(OBSERVER, config),
    says: `${second ?? ""}.hostname is "${HOST}", but it repeats ${first ?? ""}.hostname; give each its own, since a controller may let callers of one name in by the other's rules`,
  })),
  ...[
    "auth-tls-verify-client",
    "auth-tls-secret",
    "auth-tls-verify-depth",
    "auth-tls-error-page",
    "auth-tls-match-cn",
    "auth-url",
    "auth-type",
    "satisfy",
    "enable-global-auth",
    "backend-protocol",
    "ssl-redirect",
    "force-ssl-redirect",
    "whitelist-source-range",
    "allowlist-source-range",
    "proxy-read-timeout",
  ].map((key) => ({
    row: 47,
    config: annotated(`${NGINX}/${key}`),
    says: `exposure.annotations.${NGINX}/${key} is the program's own: it is part of what asks for the certificate; remove it`,
  })),
  ...PAST.map((key) => ({
    config: annotated(`${NGINX}/${key}`),
    says: `exposure.annotations.${NGINX}/${key} could lead callers past what asks for the certificate; remove it`,
  })),
  ...PAST.map((key) => ({
    config: published({ annotations: { [`${NGINX}/${key}`]: "x" } }),
    says: `query.publish.annotations.${NGINX}/${key} could lead callers past what asks for the login; remove it`,
  })),
  {
    config: annotated("kubernetes.io/ingress.class"),
    says: "exposure.annotations.kubernetes.io/ingress.class names a class beside ingressClassName, which is the one that is checked; remove it: exposure.ingressClassName names the class",
  },
  {
    config: published({ annotations: { "kubernetes.io/ingress.class": "x" } }),
    says: "query.publish.annotations.kubernetes.io/ingress.class names a class beside ingressClassName, which is the one that is checked; remove it: query.publish.ingressClassName names the class",
  },
  ...[
    "traefik.ingress.kubernetes.io/router.tls.options",
    "alb.ingress.kubernetes.io/scheme",
    "x",
  ].flatMap((key) => [
    {
      config: annotated(key),
      says: `exposure.annotations.${key} ${ELSEWHERE} the certificate; remove it`,
    },
    {
      config: published({ annotations: { [key]: "x" } }),
      says: `query.publish.annotations.${key} ${ELSEWHERE} the login; remove it`,
    },
  ]),
  ...["self", "certManager"].flatMap((issuer) =>
    [
      { kind: "ingress", hostname: HOST, ingressClassName: "traefik" },
      {
        ...{ kind: "gateway", hostname: HOST, gatewayClassName: "eg" },
        controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
      },
    ].map((edge) => ({
      config: exposed(
        { ...edge, annotations: { "cert-manager.io/cluster-issuer": "x" } },
        {
          serverCertificate:
            issuer === "self" ? { issuer } : { issuer, issuerRef: { name: "x", kind: "Issuer" } },
        },
      ),
      says: `exposure.annotations.cert-manager.io/cluster-issuer would have cert-manager make the Secret that serverCertificate.issuer "${issuer}" makes; remove it, or use serverCertificate.issuer "supplied"`,
    })),
  ),
  {
    config: exposed({
      ...{ kind: "ingress", hostname: HOST, ingressClassName: "traefik" },
      ingressController: "nginx",
    }),
    says: 'exposure.ingressController is "nginx", but must be a domain and a path; copy spec.controller of the class: kubectl get ingressclass',
  },
  ...[
    "traefik.io/gateway-controller",
    "istio.io/gateway-controller",
    "istio.io/unmanaged-gateway",
    "io.cilium/gateway-controller",
    "konghq.com/gateway-operator",
    "konghq.com/kic-gateway-controller",
    "haproxy-ingress.github.io/controller",
    "varnish-software.com/gateway",
    "gateway.k8s.aws/alb",
    "gateway.k8s.aws/nlb",
  ].map((name) => ({
    row: 46,
    config: gateway(name),
    says: `exposure.controllerName is "${name}", but ${OPEN}; ${OTHERS}`,
  })),
  ...[
    "networking.gke.io/gateway",
    "example.com/b",
    "k8s-gateway.nginx.org/nginx-gateway-controller",
  ].map((name) => ({
    row: 46,
    config: gateway(name),
    says: `exposure.controllerName is "${name}", but no conformance report says that it asks a caller by gRPC for its certificate, and one that does not would let everybody in; ${OTHERS}; or see it refuse a caller, and set exposure.clientValidationVerified`,
  })),
  {
    row: 46,
    config: exposed({
      ...{ kind: "gateway", hostname: HOST, gatewayClassName: "edge" },
      ...{ controllerName: "istio.io/gateway-controller", clientValidationVerified: true },
    }),
    says: `exposure.controllerName is "istio.io/gateway-controller", but ${OPEN}; ${OTHERS}`,
  },
  ...[{}, { gatewayClassName: "eg", existing: { name: "a", namespace: "b", listener: "c" } }].map(
    (more) => ({
      config: exposed({
        ...{ kind: "gateway", hostname: HOST, ...more },
        controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
      }),
      says: "exposure must have exactly one of gatewayClassName and existing; name the class of the Gateway that is to be made, or the Gateway that is there",
    }),
  ),
  {
    row: 46,
    config: gateway("gateway.envoyproxy.io/gatewayclass-controller", "istio"),
    says: 'exposure.gatewayClassName is "istio", but by its name it is not gateway.envoyproxy.io/gatewayclass-controller\'s, but of an implementation that asks no client for its certificate; name a class of that controller',
  },
  {
    row: 46,
    config: gateway("envoy"),
    says: 'exposure.controllerName is "envoy", but must be a domain and a path; copy spec.controllerName of the class: kubectl get gatewayclass',
  },
  {
    config: exposed({ kind: "gateway", hostname: HOST, gatewayClassName: "envoy" }),
    says: "exposure.controllerName is required; copy spec.controllerName of the class: kubectl get gatewayclass",
  },
  ...["cert", "ports", "negotiation-policy"].map((key) => ({
    config: exposed({
      kind: "loadBalancer",
      annotations: { [`service.beta.kubernetes.io/aws-load-balancer-ssl-${key}`]: "x" },
    }),
    says: `exposure.annotations.service.beta.kubernetes.io/aws-load-balancer-ssl-${key} the load balancer would end TLS, and Thanos would see no caller's certificate; remove it: the listener must pass TCP on`,
  })),
  {
    config: exposed(
      { kind: "traefik", hostname: HOST, backend: "sidecar" },
      { prometheus: { replicas: 2 } },
    ),
    says: 'exposure.backend is "sidecar", but there are 2 of them, and each call would reach one, with its own samples only; use "leaf"',
  },
  {
    config: exposed(
      { kind: "traefik", hostname: HOST, backend: "sidecar" },
      { externalPrometheus: { namespace: "monitoring", sidecar: "a.monitoring.svc:10901" } },
    ),
    says: 'exposure.backend is "sidecar", but with externalPrometheus the sidecar is not this program\'s to publish; use "leaf"',
  },
  ...["loadBalancer", "nodePort"].map((kind) => ({
    config: exposed({
      ...(kind === "nodePort" ? { kind, nodePort: 30443, address: HOST } : { kind }),
      backend: "sidecar",
    }),
    says: `exposure.backend is not one of ${kind === "nodePort" ? "address, kind, nodePort" : "address, annotations, kind, port, sourceRanges"}; remove it`,
  })),
  ...["traefik", "gateway"].map((kind) => ({
    config: exposed(
      {
        ...{ kind, hostname: HOST },
        ...(kind === "gateway"
          ? { controllerName: "kgateway.dev/kgateway", gatewayClassName: "a" }
          : {}),
      },
      { serverName: "b.example.com" },
    ),
    says: `serverName is "b.example.com", but it must be the edge's host name, "${HOST}", by which it chooses the certificate; remove serverName`,
  })),
  {
    config: exposed({ kind: "traefik", hostname: HOST, entryPoints: ["web secure"] }),
    says: 'exposure.entryPoints[0] is "web secure", but must be a name of letters, digits and hyphens; use for example "websecure"',
  },
  {
    config: exposed({
      ...{ kind: "ingress", hostname: HOST, ingressClassName: "traefik" },
      clientName: "hub|.*",
    }),
    says: 'exposure.clientName is "hub|.*", but must be the `cluster` of the observer; use for example "observer"',
  },
  {
    config: exposed({ kind: "nodePort", nodePort: 30443 }),
    says: "exposure.address is required; name a node that the observer can dial, by DNS name or IPv4 address",
  },
  {
    config: exposed({ kind: "ingress" }),
    says: "exposure.hostname is required; name this edge in the DNS, for example thanos.paris.example.com",
  },
  ...["query", "queryFrontend"].flatMap((part) => [
    {
      config: published({ auth: undefined }, part),
      says: `${part}.publish.auth is required; give it an object`,
    },
    {
      config: published({ auth: { kind: "none" } }, part),
      says: `${part}.publish.auth.kind is "none", but must be "mutualTls", "basicAuth" or "oidcProxy"; name one of them`,
    },
    {
      config: published({ tlsSecretName: undefined }, part),
      says: `${part}.publish.tlsSecretName is required; give it a string`,
    },
    ...[
      "auth-type",
      "auth-url",
      "auth-tls-secret",
      "satisfy",
      "enable-global-auth",
      "force-ssl-redirect",
      "allowlist-source-range",
    ].map((key) => ({
      config: published({ annotations: { [`${NGINX}/${key}`]: "x" } }, part),
      says: `${part}.publish.annotations.${NGINX}/${key} could take the login away, which is the program's own; remove it: ${part}.publish.auth says who is let in`,
    })),
  ]),
  {
    config: published({ auth: { kind: "oidcProxy", authUrl: "http://login.example.com" } }),
    says: 'query.publish.auth.authUrl is "http://login.example.com", but must be a URL with https://; use for example "https://login.example.com/oauth2/auth"',
  },
];
