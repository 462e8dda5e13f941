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
const OPEN =
  "this implementation does not verify client certificates, so it would admit every caller";
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
const FOREIGN =
  "must begin with nginx.ingress.kubernetes.io/ or cert-manager.io/ or external-dns.alpha.kubernetes.io/: the annotation of another controller could disable";

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
    says: "warning: exposure.defaultTlsOption is not set: if two routes of one host have different TLS options, Traefik uses its default options for both, which verify no client certificate. Start it with --core.strictTLSOptions=true and set this to false, or set it to true if it serves nothing else",
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
    says: `${second ?? ""}.hostname is "${HOST}", but it repeats ${first ?? ""}.hostname; give each its own host name: a controller may apply the authentication of one to callers of the other`,
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
    says: `exposure.annotations.${NGINX}/${key} is set by the program, as part of the client certificate check; remove it`,
  })),
  ...PAST.map((key) => ({
    config: annotated(`${NGINX}/${key}`),
    says: `exposure.annotations.${NGINX}/${key} could bypass the client certificate check; remove it`,
  })),
  ...PAST.map((key) => ({
    config: published({ annotations: { [`${NGINX}/${key}`]: "x" } }),
    says: `query.publish.annotations.${NGINX}/${key} could bypass the login; remove it`,
  })),
  {
    config: annotated("kubernetes.io/ingress.class"),
    says: "exposure.annotations.kubernetes.io/ingress.class sets a class besides ingressClassName, the only one that is checked; remove it, and set exposure.ingressClassName",
  },
  {
    config: published({ annotations: { "kubernetes.io/ingress.class": "x" } }),
    says: "query.publish.annotations.kubernetes.io/ingress.class sets a class besides ingressClassName, the only one that is checked; remove it, and set query.publish.ingressClassName",
  },
  ...[
    "traefik.ingress.kubernetes.io/router.tls.options",
    "alb.ingress.kubernetes.io/scheme",
    "x",
  ].flatMap((key) => [
    {
      config: annotated(key),
      says: `exposure.annotations.${key} ${FOREIGN} the client certificate check; remove it`,
    },
    {
      config: published({ annotations: { [key]: "x" } }),
      says: `query.publish.annotations.${key} ${FOREIGN} the login; remove it`,
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
      says: `exposure.annotations.cert-manager.io/cluster-issuer would make cert-manager write the same Secret as serverCertificate.issuer "${issuer}"; remove it, or use serverCertificate.issuer "supplied"`,
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
    says: `exposure.controllerName is "${name}", but no conformance report shows that it verifies client certificates of gRPC calls; one that does not would admit every caller; ${OTHERS}; or verify that it rejects a caller without a certificate, and set exposure.clientValidationVerified`,
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
      says: "exposure must have exactly one of gatewayClassName and existing; set gatewayClassName to create a Gateway, or existing to use one",
    }),
  ),
  {
    row: 46,
    config: gateway("gateway.envoyproxy.io/gatewayclass-controller", "istio"),
    says: 'exposure.gatewayClassName is "istio", but by its name this class belongs to an implementation that does not verify client certificates, not to gateway.envoyproxy.io/gatewayclass-controller; use a class of that controller',
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
    says: `exposure.annotations.service.beta.kubernetes.io/aws-load-balancer-ssl-${key} the load balancer would terminate TLS, and Thanos would not see client certificates; remove it: the listener must pass TCP through`,
  })),
  {
    config: exposed(
      { kind: "traefik", hostname: HOST, backend: "sidecar" },
      { prometheus: { replicas: 2 } },
    ),
    says: 'exposure.backend is "sidecar", but there are 2 sidecars, and each call would reach only one, which has only its own samples; use "leaf"',
  },
  {
    config: exposed(
      { kind: "traefik", hostname: HOST, backend: "sidecar" },
      { externalPrometheus: { namespace: "monitoring", sidecar: "a.monitoring.svc:10901" } },
    ),
    says: 'exposure.backend is "sidecar", but with externalPrometheus this program has no sidecar to expose; use "leaf"',
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
    says: `serverName is "b.example.com", but it must equal exposure.hostname, "${HOST}", by which the edge selects the certificate; remove serverName`,
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
      says: `${part}.publish.annotations.${NGINX}/${key} is set by the program, as part of the login; remove it: ${part}.publish.auth configures the login`,
    })),
  ]),
  {
    config: published({ auth: { kind: "oidcProxy", authUrl: "http://login.example.com" } }),
    says: 'query.publish.auth.authUrl is "http://login.example.com", but must be a URL with https://; use for example "https://login.example.com/oauth2/auth"',
  },
];
