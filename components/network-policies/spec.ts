// NetworkPolicies out of the table: everything is denied, and each part may do what its rows say.
import type * as k8s from "@pulumi/kubernetes";
import { PORTS } from "../../kubernetes/ports";
import type { Port } from "../../kubernetes/part-definition";
import { FLOWS, type Condition, type Flow } from "./flows";
import { isPart, PODS, type Outside, type Part, type Party } from "./parties";
import { tcp, udp, type PeerRule } from "./peers";

type Policy = k8s.types.input.networking.v1.NetworkPolicy;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Rule<Way extends "from" | "to"> = { readonly [way in Way]?: Peer[] } & {
  ports?: k8s.types.input.networking.v1.NetworkPolicyPort[];
};

/** What a cluster's configuration makes of the table. */
export interface Network {
  readonly namespace: string;
  readonly parts: ReadonlySet<Part>;
  readonly conditions: ReadonlySet<Condition>;
  /** Of those outside the ones that there are; the parts' own ports count where they call. */
  readonly outside: Readonly<Partial<Record<Outside, readonly PeerRule[]>>>;
  /** Those that configuration lets in, each to some parts. */
  readonly clients: readonly { readonly peer: Peer; readonly to: readonly Part[] }[];
  /** Whether somebody else has pods in the namespace, who are left alone. */
  readonly shared: boolean;
}

const ALWAYS: Readonly<Partial<Record<Outside, readonly PeerRule[]>>> = {
  anyone: [{}],
  anything: [{}],
};

/** Where a party is, as seen from the other side of the flow; nowhere when it is not there. */
function reachOf(party: Party, flow: Flow, network: Network): readonly PeerRule[] {
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

/** Alertmanager's replicas gossip over both protocols. */
const portOf = (port: Port) =>
  port === "alertmanagerMesh" ? [tcp(PORTS[port]), udp(PORTS[port])] : [tcp(PORTS[port])];

const rule = <Way extends "from" | "to">(
  way: Way,
  flow: Flow,
  { peers, ports }: PeerRule,
): Rule<Way> => {
  const all = flow.ports?.flatMap(portOf) ?? ports;
  return {
    ...(peers === undefined ? {} : { [way]: [...peers] }),
    ports: all === undefined ? undefined : [...all],
  } as Rule<Way>;
};

/** The rows of the table that this cluster has. */
export const flowsOf = (network: Network): Flow[] =>
  FLOWS.filter(
    (flow) =>
      (flow.when === undefined || network.conditions.has(flow.when)) &&
      [flow.from, flow.to].every((party) => reachOf(party, flow, network).length > 0),
  );

export type Named = Policy & { readonly metadata: { readonly name: string } };

const PART_OF = { "app.kubernetes.io/part-of": "thanos-fleet" };

const policy = (
  name: string,
  namespace: string,
  spec: Omit<k8s.types.input.networking.v1.NetworkPolicySpec, "policyTypes">,
): Named => ({
  metadata: { name, namespace, labels: { ...PART_OF } },
  spec: { ...spec, policyTypes: ["Ingress", "Egress"] },
});

/** Nothing at all, neither in nor out, for whatever pod is in the namespace, or for those with the labels. */
export const defaultDeny = (
  namespace: string,
  podSelector: k8s.types.input.meta.v1.LabelSelector = {},
): Named => policy("default-deny", namespace, { podSelector });

/** Where others have pods in the namespace, it is for this program's own. */
const denyAll = ({ namespace, shared }: Network): Named =>
  defaultDeny(namespace, shared ? { matchLabels: { ...PART_OF } } : {});

/** Rows may come to the same: many servers have one port. */
const distinct = <T>(rules: readonly T[]): T[] => [
  ...new Map(rules.map((one) => [JSON.stringify(one), one])).values(),
];

function partPolicy(part: Part, flows: readonly Flow[], network: Network): Named {
  const { name, pods } = PODS[part];
  const rules = <Way extends "from" | "to">(way: Way, mine: "from" | "to") =>
    distinct(
      flows
        .filter((flow) => flow[mine] === part)
        .flatMap((flow) =>
          reachOf(flow[way], flow, network).map((reach) => rule(way, flow, reach)),
        ),
    );
  return policy(name, network.namespace, {
    podSelector: { matchLabels: { ...pods } },
    ingress: rules("from", "to"),
    egress: rules("to", "from"),
  });
}

/** One policy for each part, beside the one that denies. */
export const policiesOf = (network: Network): Named[] => {
  const flows = flowsOf(network);
  return [denyAll(network), ...[...network.parts].map((part) => partPolicy(part, flows, network))];
};
