// Builds NetworkPolicies from the table of flows: a default deny, and one policy per part.
import { PART_OF } from "../../kubernetes/labels";
import type * as k8s from "@pulumi/kubernetes";
import { PORTS } from "../../kubernetes/ports";
import type { Port } from "../../kubernetes/part-definition";
import { FLOWS, type Condition, type Flow } from "./flows";
import { isPart, PODS, type Outside, type Part, type Party } from "./parties";
import { tcp, udp, type PeerRule } from "./peers";

type Policy = k8s.types.input.networking.v1.NetworkPolicy;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Rule = k8s.types.input.networking.v1.NetworkPolicyIngressRule &
  k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** The parts, conditions and peers of one cluster. */
export interface Network {
  readonly namespace: string;
  readonly parts: ReadonlySet<Part>;
  readonly conditions: ReadonlySet<Condition>;
  /** Peers outside that exist; flows to a part use that part's ports instead of the peer's. */
  readonly outside: Readonly<Partial<Record<Outside, readonly PeerRule[]>>>;
  /** Clients from the configuration, with the parts that each may call. */
  readonly clients: readonly { readonly peer: Peer; readonly to: readonly Part[] }[];
  /** Whether others have pods in the namespace, to which no policy applies. */
  readonly shared: boolean;
}

const ALWAYS: Readonly<Partial<Record<Outside, readonly PeerRule[]>>> = {
  anyone: [{}],
  anything: [{}],
};

/** Rules for a party, as seen from the other end of the flow; empty if it does not exist. */
function peerRulesOf(party: Party, flow: Flow, network: Network): readonly PeerRule[] {
  if (isPart(party)) {
    const pods = { podSelector: { matchLabels: { ...PODS[party].pods } } };
    return network.parts.has(party) ? [{ peers: [pods] }] : [];
  }
  if (party === "clients") {
    return network.clients
      .filter(({ to }) => isPart(flow.to) && to.includes(flow.to))
      .map(({ peer }) => ({ peers: [peer] }));
  }
  return ALWAYS[party] ?? network.outside[party] ?? [];
}

/** Alertmanager's cluster gossip uses TCP and UDP. */
const portOf = (port: Port) =>
  port === "alertmanagerMesh" ? [tcp(PORTS[port]), udp(PORTS[port])] : [tcp(PORTS[port])];

const rule = (way: "from" | "to", flow: Flow, { peers, ports }: PeerRule): Rule => ({
  [way]: peers && [...peers],
  ports: flow.ports?.flatMap(portOf) ?? (ports && [...ports]),
});

/** Flows of the table that apply to this cluster. */
const flowsOf = (network: Network): Flow[] =>
  FLOWS.filter(
    (flow) =>
      (flow.when === undefined || network.conditions.has(flow.when)) &&
      [flow.from, flow.to].every((party) => peerRulesOf(party, flow, network).length > 0),
  );

export type NamedPolicy = Policy & { readonly metadata: { readonly name: string } };

const policy = (
  name: string,
  namespace: string,
  spec: Omit<k8s.types.input.networking.v1.NetworkPolicySpec, "policyTypes">,
): NamedPolicy => ({
  metadata: { name, namespace, labels: { ...PART_OF } },
  spec: { ...spec, policyTypes: ["Ingress", "Egress"] },
});

/** Denies all traffic in both directions, for all pods of the namespace or for those that match the selector. */
export const defaultDeny = (
  namespace: string,
  podSelector: k8s.types.input.meta.v1.LabelSelector = {},
): NamedPolicy => policy("default-deny", namespace, { podSelector });

/** In a shared namespace the default deny selects this program's pods only. */
const denyAll = ({ namespace, shared }: Network): NamedPolicy =>
  defaultDeny(namespace, shared ? { matchLabels: { ...PART_OF } } : {});

/** Different flows may have equal rules, for example the same port. */
const distinct = <T>(rules: readonly T[]): T[] => [
  ...new Map(rules.map((one) => [JSON.stringify(one), one])).values(),
];

function partPolicy(part: Part, flows: readonly Flow[], network: Network): NamedPolicy {
  const { name, pods } = PODS[part];
  const rules = (way: "from" | "to", mine: "from" | "to") =>
    distinct(
      flows
        .filter((flow) => flow[mine] === part)
        .flatMap((flow) =>
          peerRulesOf(flow[way], flow, network).map((peer) => rule(way, flow, peer)),
        ),
    );
  return policy(name, network.namespace, {
    podSelector: { matchLabels: { ...pods } },
    ingress: rules("from", "to"),
    egress: rules("to", "from"),
  });
}

/** The default deny, and one policy per part. */
export const policiesOf = (network: Network): NamedPolicy[] => {
  const flows = flowsOf(network);
  return [denyAll(network), ...[...network.parts].map((part) => partPolicy(part, flows, network))];
};
