// A call that a stack needs, and how to say one.
import type { Call, Host, Protocol, Way } from "../../support/network";
import type { Recorded } from "../../../tools/render/recorded";
import { selects } from "../objects";
import type { PodHost } from "./pod";
import type { Around } from "./surroundings";

/** Calls that have to be let in, or out, or both. */
export interface Need {
  readonly ways: readonly Way[];
  readonly from: (host: Host) => boolean;
  readonly to: (host: Host) => boolean;
  /** Any without it. */
  readonly port?: number;
  readonly protocols: readonly Protocol[];
  /** Where it stands. */
  readonly why: string;
}

/** Whether it is of that port. */
export const isFor = (need: Need, { port, protocol }: Call): boolean =>
  (need.port ?? port) === port && need.protocols.includes(protocol);

export const TCP = ["TCP"] as const;
export const BOTH = ["TCP", "UDP"] as const;
export const anyone = () => true;
export const named =
  (name: string) =>
  (host: Host): boolean =>
    "name" in host && host.name === name;
export const is =
  (...hosts: readonly Host[]) =>
  (host: Host): boolean =>
    hosts.some(({ id }) => id === host.id);
export const inNamespace =
  (namespace: string, labels: Readonly<Record<string, string>> = {}) =>
  ({ pod }: Host): boolean =>
    pod?.namespace === namespace && selects(labels, pod.labels);

/** Between two pods of the namespace, of one workload each. */
export const within = (from: string, to: string, port: number, why: string): Need => ({
  ...{ ways: ["Ingress", "Egress"], from: named(from), to: named(to), port },
  ...{ protocols: TCP, why },
});
/** To somewhere outside, of which a policy knows the port at most. */
export const out = (from: string, port: number, why: string): Need => ({
  ...{ ways: ["Egress"], from: named(from), to: anyone, port, protocols: TCP, why },
});
export const into = (from: Need["from"], to: string, port: number, why: string): Need => ({
  ...{ ways: ["Ingress"], from, to: named(to), port, protocols: TCP, why },
});

/** All that needs are read from. */
export interface Stack {
  readonly resources: readonly Recorded[];
  readonly hosts: readonly PodHost[];
  readonly namespace: string;
  readonly around: Around;
}

/** Of each workload one pod speaks for all. */
export const callers = ({ hosts }: Stack): readonly PodHost[] =>
  hosts.filter(({ replica }) => replica === 0);
