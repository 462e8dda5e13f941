// Both ends of a flow: parts, by the labels of their pods, and peers outside the namespace.
import { NAMES } from "../../kubernetes/names";
import { mapParts, PARTS, podsOf, type PartName } from "../parts";

interface PartPods {
  /** Name of the NetworkPolicy. */
  readonly name: string;
  /** Labels that only its pods have. */
  readonly pods: Readonly<Record<string, string>>;
}

/** Pods that other controllers create in the namespace. */
const GUESTS = {
  /**
   * cert-manager's solver pods during an ACME HTTP-01 challenge.
   * https://cert-manager.io/docs/configuration/acme/http01/
   */
  acmeSolver: { name: "acme-solver", pods: { "acme.cert-manager.io/http01-solver": "true" } },
  /**
   * Proxy pods that many implementations create next to a Gateway; others run theirs elsewhere.
   * https://gateway-api.sigs.k8s.io/geps/gep-1762/
   */
  gatewayProxy: {
    name: "gateway-proxy",
    pods: { "gateway.networking.k8s.io/gateway-name": NAMES.edge },
  },
} as const satisfies Record<string, PartPods>;

export type Part = PartName | keyof typeof GUESTS;

/** Pods in the namespace, by part. */
export const PODS: Readonly<Record<Part, PartPods>> = {
  ...mapParts((part) => ({ name: PARTS[part].name, pods: podsOf(part) })),
  ...GUESTS,
};

/** Peers outside the namespace, with their names in docs/network.md. */
export const OUTSIDE = {
  anyone: "anyone",
  anything: "anything at all",
  controller: "the edge's controller",
  /** Allowed only on the ports of the Gateway's listener. */
  gatewayClients: "clients of the Gateway",
  clients: "`networkPolicies.from`",
  dns: "the cluster's DNS",
  externalPrometheus: "`externalPrometheus`",
  externalSidecar: "`externalPrometheus.sidecar`",
  edges: "observees' edges",
  endpoints: "`query.endpoints`",
  ownStore: "the bucket's server",
  observeeStores: "observees' buckets' servers",
  identity: "the cloud's identity agent",
  receivers: "Alertmanager's receivers",
  apiServer: "the API server, `networkPolicies.morePorts.grafana`",
} as const;

export type Outside = keyof typeof OUTSIDE;
export type Party = Part | Outside;

export const isPart = (party: Party): party is Part => party in PODS;
