// Who may take part in a flow: the parts, by the labels of their pods, and whoever is outside of the namespace.
import { NAMES } from "../../kubernetes/names";
import { mapParts, PARTS, podsOf, type PartName } from "../parts";

interface PartPods {
  /** Name of the policy. */
  readonly name: string;
  /** Labels that its pods have, and no others. */
  readonly pods: Readonly<Record<string, string>>;
}

/** Pods in the namespace that others put there. */
const GUESTS = {
  /**
   * Pods that cert-manager puts beside an Ingress or a Certificate while an ACME server asks for it.
   * https://cert-manager.io/docs/configuration/acme/http01/
   */
  acmeSolver: { name: "acme-solver", pods: { "acme.cert-manager.io/http01-solver": "true" } },
  /**
   * Pods that a Gateway's implementation puts beside it, as many do; others have theirs elsewhere.
   * https://gateway-api.sigs.k8s.io/geps/gep-1762/
   */
  gatewayProxy: {
    name: "gateway-proxy",
    pods: { "gateway.networking.k8s.io/gateway-name": NAMES.edge },
  },
} as const satisfies Record<string, PartPods>;

export type Part = PartName | keyof typeof GUESTS;

/** Whose pods there are in the namespace. */
export const PODS: Readonly<Record<Part, PartPods>> = {
  ...mapParts((part) => ({ name: PARTS[part].name, pods: podsOf(part) })),
  ...GUESTS,
};

/** Whoever is outside, and what the page calls them. */
export const OUTSIDE = {
  anyone: "anyone",
  anything: "anything at all",
  controller: "the edge's controller",
  /** At the ports of the Gateway's listener. */
  diallers: "anyone who dials the Gateway",
  clients: "`networkPolicies.from`",
  dns: "the cluster's DNS",
  externalPrometheus: "`externalPrometheus`",
  externalSidecar: "`externalPrometheus.sidecar`",
  edges: "observees' edges, `query.endpoints` with `tls`",
  endpoints: "`query.endpoints` without `tls`",
  ownStore: "the bucket's server",
  observeeStores: "observees' buckets' servers",
  identity: "the cloud's identity agent",
  receivers: "Alertmanager's receivers",
  apiServer: "the API server, `networkPolicies.morePorts.grafana`",
} as const;

export type Outside = keyof typeof OUTSIDE;
export type Party = Part | Outside;

export const isPart = (party: Party): party is Part => party in PODS;
