// Rules of the edges: every caller presents a certificate, and no setting makes that optional.
import { isIPv4 } from "node:net";
import { z } from "zod";
import type { Recorded } from "../../tools/render/recorded";
import { field, ofKind } from "./objects";
import type { Rule } from "./structure";
import { GRAFANA } from "../../components/grafana/part";

const NGINX = "nginx.ingress.kubernetes.io";

/** A way in by host name, and where its controller finds the CAs of its callers. */
interface Edge {
  readonly id: string;
  readonly host: string;
  /** `Kind/name` of the object that holds the CAs; none where nothing asks for a certificate. */
  readonly ca: readonly string[];
  /** TLS settings for the controller; those of one host must not differ. */
  readonly policy: string;
}

const refs = z.array(z.object({ kind: z.string(), name: z.string() })).catch([]);
const names = z.array(z.string()).catch([]);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const nameOf = ({ inputs }: Recorded): string => text(field(inputs, "metadata", "name"));

const called = (resources: readonly Recorded[], kind: string, name: string) =>
  ofKind(resources, kind).filter((resource) => nameOf(resource) === name);

function ofIngress({ name, inputs }: Recorded): Edge {
  const annotation = (key: string) =>
    text(field(inputs, "metadata", "annotations", `${NGINX}/${key}`));
  const secret = annotation("auth-tls-secret");
  const namespace = text(field(inputs, "metadata", "namespace"));
  const asks = annotation("auth-tls-verify-client") === "on" && secret.startsWith(`${namespace}/`);
  return {
    id: name,
    host: text(field(inputs, "spec", "rules", 0, "host")),
    ca: asks ? [`Secret/${secret.slice(namespace.length + 1)}`] : [],
    policy: secret,
  };
}

const asksByTraefik = (option: Recorded): boolean =>
  field(option.inputs, "spec", "clientAuth", "clientAuthType") === "RequireAndVerifyClientCert" &&
  field(option.inputs, "spec", "sniStrict") === true &&
  /^VersionTLS1[23]$/.test(text(field(option.inputs, "spec", "minVersion")));

function ofRoute(resources: readonly Recorded[], { name, inputs }: Recorded): Edge {
  const policy = text(field(inputs, "spec", "tls", "options", "name"));
  const [option] = called(resources, "TLSOption", policy);
  const secrets = names.parse(field(option?.inputs, "spec", "clientAuth", "secretNames"));
  return {
    id: name,
    host: /^Host\(`([^`]+)`\)$/.exec(text(field(inputs, "spec", "routes", 0, "match")))?.[1] ?? "",
    ca:
      option !== undefined && asksByTraefik(option)
        ? secrets.map((secret) => `Secret/${secret}`)
        : [],
    policy,
  };
}

function ofGateway({ name, inputs }: Recorded): Edge {
  const validation = field(inputs, "spec", "tls", "frontend", "default", "validation");
  const asks = field(validation, "mode") === "AllowValidOnly";
  return {
    id: name,
    host: text(field(inputs, "spec", "listeners", 0, "hostname")),
    ca: asks
      ? refs.parse(field(validation, "caCertificateRefs")).map((ref) => `${ref.kind}/${ref.name}`)
      : [],
    policy: name,
  };
}

/** An Ingress to the StoreAPI; others lead to pages, and have a login of their own. */
const isEdge = ({ inputs }: Recorded): boolean =>
  field(inputs, "metadata", "labels", "app.kubernetes.io/component") === "edge";

const edges = (resources: readonly Recorded[]): Edge[] => [
  ...ofKind(resources, "Ingress").filter(isEdge).map(ofIngress),
  ...ofKind(resources, "IngressRoute").map((route) => ofRoute(resources, route)),
  ...ofKind(resources, "Gateway").map(ofGateway),
];

/** Whatever is chosen by a host name, whether it leads to the StoreAPI or to pages. */
const waysIn = (resources: readonly Recorded[]): Edge[] => [
  ...edges(resources),
  ...ofKind(resources, "Ingress")
    .filter((ingress) => !isEdge(ingress))
    .map(ofIngress),
];

/** A controller asks for a certificate, and by a policy that is made here. */
export const edgesAskForCertificates: Rule = (resources) =>
  edges(resources)
    .filter(({ ca }) => ca.length === 0)
    .map(({ id }) => `${id} asks nobody for a certificate`);

/**
 * nginx looks at certificates by TLS only. At the plain port of its Ingress a redirect is in the way, which a header
 * may talk away, and the name that a caller's certificate must have.
 */
export const plainPortsAreShut: Rule = (resources) =>
  ofKind(resources, "Ingress")
    .filter((ingress) => ofIngress(ingress).ca.length > 0)
    .filter(({ inputs }) => {
      const annotation = (key: string) =>
        text(field(inputs, "metadata", "annotations", `${NGINX}/${key}`));
      return !(
        annotation("force-ssl-redirect") === "true" &&
        /^CN=.+/.test(annotation("auth-tls-match-cn"))
      );
    })
    .map(({ name }) => `${name} asks nobody for a certificate at the plain port`);

/** A route that names an option which there is not. */
export const routesHaveTheirOptions: Rule = (resources) =>
  ofKind(resources, "IngressRoute")
    .filter(
      ({ inputs }) =>
        called(resources, "TLSOption", text(field(inputs, "spec", "tls", "options", "name")))
          .length !== 1,
    )
    .map(({ name }) => `${name} names a TLSOption that nobody makes`);

const caSources = (resources: readonly Recorded[]) =>
  edges(resources).flatMap(({ id, ca }) =>
    ca.map((source) => {
      const [kind = "", name = ""] = source.split("/");
      return { id, name, found: called(resources, kind, name) };
    }),
  );

export const casAreMade: Rule = (resources) =>
  caSources(resources)
    .filter(({ found }) => found.length !== 1)
    .map(({ id, name }) => `${id} reads its CAs from ${name}, which nobody makes`);

const caIn = ({ inputs }: Recorded): unknown =>
  field(inputs, "stringData", "ca.crt") ?? field(inputs, "data", "ca.crt");

/** With no such key ingress-nginx asks nobody. */
export const casHaveTheirKey: Rule = (resources) =>
  caSources(resources).flatMap(({ name, found }) =>
    found.filter((each) => caIn(each) === undefined).map(() => `${name} has no ca.crt`),
  );

export const casAreNotEmpty: Rule = (resources) =>
  caSources(resources).flatMap(({ name, found }) =>
    found
      .filter((each) => caIn(each) !== undefined && text(caIn(each)).trim() === "")
      .map(() => `the ca.crt of ${name} is empty`),
  );

/** Traefik serves a host by its default options where two routes of it differ. */
export const hostsHaveOnePolicy: Rule = (resources) =>
  waysIn(resources).flatMap(({ id, host, policy }, i, all) =>
    all.slice(0, i).some((other) => other.host === host && other.policy !== policy)
      ? [`${id} has other TLS options for ${host} than another route`]
      : [],
  );

/** A second way in to a host could be the one that asks for nothing. */
export const hostsHaveOneWayIn: Rule = (resources) =>
  waysIn(resources).flatMap(({ id, host }, i, all) =>
    all.slice(0, i).some((other) => other.host === host)
      ? [`${id} is a second way in to ${host}`]
      : [],
  );

/** Each edge that ends TLS is chosen by a host name of its own, never by any name. */
export const edgesHaveHosts: Rule = (resources) =>
  edges(resources)
    .filter(({ host }) => host === "" || host.includes("*") || isIPv4(host))
    .map(({ id }) => `${id} answers to any name`);

/** Grafana has a login of its own, unless somebody is let in without a name. */
const asksItself = (resources: readonly Recorded[]): boolean =>
  called(resources, "ConfigMap", GRAFANA.name).some(({ inputs }) =>
    /^\[auth\.anonymous\]\nenabled = false$/m.test(text(field(inputs, "data", "grafana.ini"))),
  );

/** Thanos asks nobody who they are, so its pages have a login before them, and HTTPS only. */
export const publishedHaveLogins: Rule = (resources) =>
  ofKind(resources, "Ingress")
    .filter((ingress) => !isEdge(ingress))
    .flatMap((ingress) => {
      const { name, inputs } = ingress;
      const annotation = (key: string) =>
        text(field(inputs, "metadata", "annotations", `${NGINX}/${key}`));
      const namespace = text(field(inputs, "metadata", "namespace"));
      const [ca] = ofIngress(ingress).ca;
      const asks =
        (ca !== undefined && called(resources, "Secret", ca.replace("Secret/", "")).length === 1) ||
        (annotation("auth-type") === "basic" &&
          annotation("auth-secret").startsWith(`${namespace}/`)) ||
        annotation("auth-url").startsWith("https://") ||
        (field(inputs, "spec", "rules", 0, "http", "paths", 0, "backend", "service", "name") ===
          GRAFANA.name &&
          asksItself(resources));
      const encrypted =
        annotation("force-ssl-redirect") === "true" &&
        field(inputs, "spec", "tls", 0, "hosts", 0) === field(inputs, "spec", "rules", 0, "host");
      return [
        ...(asks ? [] : [`${name} has no login`]),
        ...(encrypted ? [] : [`${name} answers in plain`]),
      ];
    });
