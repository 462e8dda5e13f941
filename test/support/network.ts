// Evaluates NetworkPolicies as https://kubernetes.io/docs/concepts/services-networking/network-policies/ describes.
import * as net from "node:net";
import { z } from "zod";
import { selects } from "../policy/objects";

const words = z.record(z.string(), z.string());
const selector = z.strictObject({ matchLabels: words.optional() });
const peer = z.strictObject({
  podSelector: selector.optional(),
  namespaceSelector: selector.optional(),
  ipBlock: z.strictObject({ cidr: z.string() }).optional(),
});
const ports = z
  .array(z.strictObject({ protocol: z.enum(["TCP", "UDP"]), port: z.number().optional() }))
  .optional();
const policy = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.array(z.enum(["Ingress", "Egress"])),
    ingress: z.array(z.strictObject({ from: z.array(peer).optional(), ports })).optional(),
    egress: z.array(z.strictObject({ to: z.array(peer).optional(), ports })).optional(),
  }),
});

export type Policy = z.infer<typeof policy>;
type Peer = z.infer<typeof peer>;
type Labels = Readonly<Record<string, string>>;

/** Unknown fields are errors: they would be ignored otherwise. */
export const policyOf = (object: unknown): Policy => policy.parse(object);

/** A pod; without one, any host at this address. */
export interface Host {
  readonly id: string;
  readonly address: string;
  readonly pod?: { readonly namespace: string; readonly labels: Labels };
}

export interface Call {
  readonly from: Host;
  readonly to: Host;
  readonly port: number;
  readonly protocol: Protocol;
}

export type Protocol = "TCP" | "UDP";

const matches = ({ matchLabels }: z.infer<typeof selector>, labels: Labels): boolean =>
  selects(matchLabels ?? {}, labels);

const blocks = new Map<string, net.BlockList>();

/** Cached, since it is needed for every call of every stack. */
function blockOf(cidr: string): net.BlockList {
  const known = blocks.get(cidr);
  if (known !== undefined) {
    return known;
  }
  const [network = "", bits] = cidr.split("/");
  const list = new net.BlockList();
  list.addSubnet(network, Number(bits), network.includes(":") ? "ipv6" : "ipv4");
  blocks.set(cidr, list);
  return list;
}

const inBlock = (cidr: string, address: string): boolean =>
  blockOf(cidr).check(address, address.includes(":") ? "ipv6" : "ipv4");

/** Selectors within one entry are combined by AND; a pod selector alone matches pods of the policy's own namespace. */
function isPeer(
  { ipBlock, namespaceSelector, podSelector }: Peer,
  host: Host,
  own: string,
): boolean {
  if (ipBlock !== undefined) {
    return inBlock(ipBlock.cidr, host.address);
  }
  const { pod } = host;
  if (pod === undefined) {
    return false;
  }
  const inNamespace =
    namespaceSelector === undefined
      ? pod.namespace === own
      : matches(namespaceSelector, { "kubernetes.io/metadata.name": pod.namespace });
  return inNamespace && matches(podSelector ?? {}, pod.labels);
}

export const WAYS = ["Ingress", "Egress"] as const;
export type Way = (typeof WAYS)[number];

/** Ports that one side's policies allow to or from the other; the peers are evaluated once. */
export function between(
  policies: readonly Policy[],
  way: Way,
  { from, to }: Pick<Call, "from" | "to">,
): (call: Pick<Call, "port" | "protocol">) => boolean {
  const [{ pod }, other] = way === "Ingress" ? [to, from] : [from, to];
  const applied = policies.filter(
    ({ metadata, spec }) =>
      pod !== undefined &&
      pod.namespace === metadata.namespace &&
      matches(spec.podSelector, pod.labels) &&
      spec.policyTypes.includes(way),
  );
  const rules = applied.flatMap(({ metadata, spec }) =>
    (way === "Ingress"
      ? (spec.ingress ?? []).map((rule) => ({ peers: rule.from, ports: rule.ports }))
      : (spec.egress ?? []).map((rule) => ({ peers: rule.to, ports: rule.ports }))
    ).filter(
      // An empty list is the same as none: it matches all peers, and in `ports` every port.
      ({ peers }) => !peers?.length || peers.some((one) => isPeer(one, other, metadata.namespace)),
    ),
  );
  return ({ port, protocol }) =>
    applied.length === 0 ||
    rules.some(
      ({ ports }) =>
        !ports?.length || ports.some((p) => p.protocol === protocol && (p.port ?? port) === port),
    );
}

/** Whether the policies of one side allow the call. */
export const lets = (policies: readonly Policy[], way: Way, call: Call): boolean =>
  between(policies, way, call)(call);

/** Both sides have to allow the call. */
export const allowed = (policies: readonly Policy[], call: Call): boolean =>
  WAYS.every((way) => lets(policies, way, call));
