// Configuration of an observee.
import { z } from "zod";
import { observerContract } from "../contract";
import { serverCertificate } from "./certificates";
import { says, shown, type Fault } from "./faults";
import { replicated, sharedKeys } from "./shared";
import { hostname, ipv4Range, port, stackName, text } from "./words";

const annotations = z.record(z.string(), z.string()).default({});

const loadBalancer = z.strictObject({
  kind: z.literal("loadBalancer"),
  port: port.default(443),
  /** Host to dial, where the load balancer's own address is not the one (a DNS record, a proxy). */
  address: hostname.optional(),
  annotations,
  sourceRanges: z.array(ipv4Range).default([]),
});

const ingress = z.strictObject({
  kind: z.literal("ingress"),
  hostname,
  ingressClassName: text.default("nginx"),
  annotations,
});

export const observeeKeys = {
  ...sharedKeys,
  observer: z
    .strictObject({ stack: stackName.optional(), values: observerContract.optional() })
    .refine(
      ({ stack, values }) => (stack === undefined) !== (values === undefined),
      says(
        "must have exactly one of stack and values",
        "name the observer's stack, or give its outputs as values",
      ),
    ),
  exposure: z.discriminatedUnion("kind", [loadBalancer, ingress], {
    error: 'must be "loadBalancer" or "ingress"',
  }),
  /** Name in the server certificate; an Ingress' own host name there, else `<cluster>.observee.internal`. */
  serverName: hostname.optional(),
  serverCertificate,
  leafQuery: replicated,
};

export type ObserveeSettings = z.infer<z.ZodObject<typeof observeeKeys>>;
export type ExposureConfig = ObserveeSettings["exposure"];

/** Rules over several keys of an observee; `stack` is this stack's own full name. */
export function observeeRules(config: Partial<ObserveeSettings>, stack: string): Fault[] {
  const { exposure, serverName, observer } = config;
  const faults: (Fault | false)[] = [
    observer?.stack === stack && {
      path: "observer.stack",
      value: shown(stack),
      rule: "a stack cannot be its own observer",
      fix: "name the stack whose role is observer",
    },
    exposure?.kind === "ingress" &&
      serverName !== undefined &&
      serverName !== exposure.hostname && {
        path: "serverName",
        value: shown(serverName),
        rule: `it must be the Ingress' host name, ${shown(exposure.hostname)}, by which the edge chooses the certificate`,
        fix: "remove serverName",
      },
  ];
  return faults.filter((fault) => fault !== false);
}
