// Invalid configurations of NetworkPolicies, with the expected errors.
import type { Row } from "./bad-input";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "./configs";

const network = (networkPolicies: ConfigObject) => withKeys(OBSERVER, { networkPolicies });
const from = (peer: ConfigObject) => network({ from: [{ to: ["query"], ...peer }] });

const ONE =
  "must have either a namespace, optionally with podLabels, or a cidr; " +
  'use for example {namespace: "grafana"}';
const LABELS =
  "must be Kubernetes labels; " + 'use for example {"app.kubernetes.io/name": "grafana"}';

export const BAD_NETWORK: readonly Row[] = [
  ...[
    {},
    { namespace: "a", cidr: "10.0.0.0/8" },
    { cidr: "10.0.0.0/8", podLabels: { a: "b" } },
  ].map((peer) => ({
    config: from(peer),
    says: `networkPolicies.from[0] is ${JSON.stringify({ to: ["query"], ...peer })}, but ${ONE}`,
  })),
  {
    config: network({ controller: { podLabels: { a: "b" } } }),
    says: `networkPolicies.controller is {"podLabels":{"a":"b"}}, but ${ONE}`,
  },
  ...[{ "a/b/c": "d" }, { "": "d" }, { a: "b c" }, { a: "x".repeat(64) }].map((podLabels) => ({
    config: from({ namespace: "grafana", podLabels }),
    says: `networkPolicies.from[0].podLabels is ${cut(podLabels)}, but ${LABELS}`,
  })),
  {
    config: network({ from: [{ namespace: "grafana", to: [] }] }),
    says: "networkPolicies.from[0].to is [], but must name at least one part; see docs/network.md",
  },
  {
    config: from({ namespace: "grafana", to: ["queryFronted"] }),
    says:
      'networkPolicies.from[0].to[0] is "queryFronted", but must be "query" or "queryFrontend" or "tlsQuerier" or ' +
      '"leafQuery" or "compact" or "bucketWeb" or "ruler" or "alertmanager" or "grafana" or "prometheus"; use "queryFrontend"',
  },
  {
    config: network({ controller: [{ namespace: "a" }, { podLabels: { a: "b" } }] }),
    says: `networkPolicies.controller[1] is {"podLabels":{"a":"b"}}, but ${ONE}`,
  },
  {
    config: network({ controller: [] }),
    says: "networkPolicies.controller is [], but must name at least one; remove it for the default",
  },
  {
    config: network({ controller: { namespace: "a", podlabels: { a: "b" } } }),
    says: 'networkPolicies.controller.podlabels is not one of cidr, namespace, podLabels; did you mean "podLabels"?',
  },
  {
    config: network({ controller: "traefik" }),
    says: 'networkPolicies.controller is "traefik", but must be {namespace: …} or {cidr: …}, or a list of these; name one of them',
  },
  {
    config: withKeys(OBSERVEE, {
      exposure: {
        kind: "gateway",
        hostname: "thanos.paris.example.com",
        gatewayClassName: "edge",
        controllerName: "gateway.example.com/edge",
        clientValidationVerified: true,
      },
    }),
    says: 'networkPolicies.controller is required: the namespace of "gateway.example.com/edge" is unknown; set the namespace or the addresses of its pods',
  },
  ...["10.96.0.10", "10.96.0.10/8", "fd00::a/128"].map((cidr) => ({
    config: network({ dns: { cidrs: [cidr] } }),
    says:
      `networkPolicies.dns.cidrs[0] is "${cidr}", but must be an IPv4 range in CIDR notation, beginning with its first address; ` +
      'use for example "203.0.113.7/32", or "10.0.0.0/8" for all that begin with 10',
  })),
  {
    config: withKeys(OBSERVEE, {
      externalPrometheus: {
        namespace: "monitoring",
        sidecar: "a.monitoring.svc:10901",
        podLabels: { "a/b/c": "d" },
      },
    }),
    says: `externalPrometheus.podLabels is {"a/b/c":"d"}, but ${LABELS}`,
  },
  {
    config: network({ dns: { port: 0 } }),
    says: "networkPolicies.dns.port is 0, but must be a whole number from 1 to 65535; use for example 443",
  },
  {
    config: network({ morePorts: { alertmanagers: [8443] } }),
    says: 'networkPolicies.morePorts.alertmanagers is not one of alertmanager, grafana, objectStore, query, tlsQuerier; did you mean "alertmanager"?',
  },
];

/** As in the report: cut at 80 characters. */
function cut(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
