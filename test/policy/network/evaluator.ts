// Every call that could be in and around a stack's namespace: it is let in and out if and only if the stack needs it.
import { PORTS } from "../../../kubernetes/ports";
import type { Recorded } from "../../../tools/render/recorded";
import {
  between,
  policyOf,
  WAYS,
  type Call,
  type Host,
  type Policy,
  type Way,
} from "../../support/network";
import { ofKind, selects } from "../objects";
import { namespaceOf, podHosts } from "./hosts";
import { incoming } from "./incoming";
import { isFor, type Need } from "./need";
import { operated } from "./operated";
import { outgoing } from "./outgoing";
import type { PodHost } from "./pod";
import { around, OUTSIDE, STRANGERS } from "./surroundings";

/** Those of the stack's own namespace. */
export const policies = (resources: readonly Recorded[]): Policy[] =>
  ofKind(resources, "NetworkPolicy").map(({ inputs }) => policyOf(inputs));

/** Ports that any part has, those of the usual servers, and one that nobody has. */
const USUAL = [...Object.values(PORTS), 22, 25, 53, 80, 443, 5353, 6443, 8443, 12_345];

/** All that a stack needs, by its objects and by what its configuration says of those around it. */
export function needsOf(resources: readonly Recorded[], name: string): Need[] {
  const hosts = podHosts(resources);
  const stack = { resources, hosts, namespace: namespaceOf(resources), around: around(name) };
  return [outgoing, operated, incoming].flatMap((find) => find(stack));
}

/** A pod of the namespace that is no part. */
const beside = (namespace: string): Host => ({
  id: "a pod of the namespace",
  address: "10.244.99.1",
  pod: { namespace, labels: {} },
});

/** Both sides of calls: of each workload one replica on either, and all others on both. */
function sides(resources: readonly Recorded[]): readonly [readonly Host[], readonly Host[]] {
  const hosts = podHosts(resources);
  const others = [beside(namespaceOf(resources)), ...Object.values(OUTSIDE), ...STRANGERS];
  const replica = (n: number) => hosts.filter((host) => host.replica === n);
  return [
    [...replica(0), ...others],
    [...replica(1), ...others],
  ];
}

/** Every two, each way; what others let in or out is theirs. */
function pairs(resources: readonly Recorded[]) {
  const namespace = namespaceOf(resources);
  const isOurs = ({ pod }: Host): boolean => pod?.namespace === namespace;
  const [froms, tos] = sides(resources);
  return WAYS.flatMap((way) =>
    froms
      .flatMap((from) => tos.map((to) => ({ way, from, to })))
      .filter(({ from, to }) => from.id !== to.id && isOurs(way === "Ingress" ? to : from)),
  );
}

/** What is let in or out and is not needed, or is needed and not let; a sentence each. */
export function networkFaults(resources: readonly Recorded[], name: string): string[] {
  const all = policies(resources);
  const needs = needsOf(resources, name);
  const ports = [...new Set([...USUAL, ...needs.flatMap(({ port }) => port ?? [])])];
  const tried = new Set<Need>();
  const faults = pairs(resources).flatMap(({ way, from, to }) => {
    const needed = needs.filter(
      (need) => need.ways.includes(way) && need.from(from) && need.to(to),
    );
    const isLet = between(all, way, { from, to });
    return callsOf(from, to, ports).flatMap((call) => {
      const found = needed.filter((need) => isFor(need, call));
      found.forEach((need) => tried.add(need));
      return isLet(call) === found.length > 0 ? [] : [sentence(way, call, found)];
    });
  });
  const missed = needs.filter((need) => !tried.has(need)).map(({ why }) => `nobody tried: ${why}`);
  return [...faults, ...missed];
}

const callsOf = (from: Host, to: Host, ports: readonly number[]): Call[] =>
  ports.flatMap((port) =>
    (["TCP", "UDP"] as const).map((protocol) => ({ from, to, port, protocol })),
  );

const sentence = (way: Way, { from, to, port, protocol }: Call, needs: readonly Need[]): string =>
  `${way}: ${from.id} → ${to.id} ${protocol} ${String(port)} ` +
  (needs[0] === undefined ? "is let, and nobody needs it" : `is not let: ${needs[0].why}`);

/** Names of the policies that select a pod. */
export const selecting = (all: readonly Policy[], { pod }: PodHost): string[] =>
  all
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.namespace &&
        selects(spec.podSelector.matchLabels ?? {}, pod.labels),
    )
    .map(({ metadata }) => metadata.name);
