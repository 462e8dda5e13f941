// Configuration of an observee.
import { z } from "zod";
import { observerContract } from "../contract";
import { caCertificate } from "./ca";
import { serverCertificate } from "./certificates";
import { says, shown, type Fault } from "./faults";
import { observeeStoreFaults } from "./in-cluster-store";
import { replicated, sharedKeys } from "./shared";
import { annotations, hostname, ipv4Range, objectName, port, stackName } from "./words";

const moreAnnotations = annotations.default({}).describe("More annotations of the object.");

const loadBalancer = z.strictObject({
  kind: z.literal("loadBalancer"),
  port: port.default(443).describe("Port to dial."),
  address: hostname
    .optional()
    .describe("DNS name to dial, where it is not the load balancer's own address."),
  annotations: moreAnnotations,
  sourceRanges: z
    .array(ipv4Range)
    .default([])
    .describe("IPv4 ranges that may dial; everyone when empty."),
});

const ingress = z.strictObject({
  kind: z.literal("ingress"),
  hostname: hostname.describe("DNS name to dial, on port 443."),
  ingressClassName: objectName
    .default("nginx")
    .describe("A controller that knows nginx' annotations."),
  annotations: moreAnnotations,
});

export const observeeKeys = {
  ...sharedKeys,
  observer: z
    .strictObject({
      stack: stackName.optional().describe("Full name of the observer's stack."),
      values: observerContract
        .extend({ clientCa: z.record(z.string(), z.array(caCertificate).min(1)) })
        .optional()
        .describe("Its outputs as literal values, where no stack can be read."),
    })
    .refine(
      ({ stack, values }) => (stack === undefined) !== (values === undefined),
      says(
        "must have exactly one of stack and values",
        "name the observer's stack, or give its outputs as values",
      ),
    )
    .describe("Who observes this cluster."),
  exposure: z
    .discriminatedUnion("kind", [loadBalancer, ingress], {
      error: 'must be "loadBalancer" or "ingress"',
    })
    .describe(
      "How the observer reaches this cluster: `loadBalancer`, Thanos itself asks for the certificate, or `ingress`, the controller does.",
    ),
  serverName: hostname
    .optional()
    .describe(
      "Name in the server certificate; `<cluster>.observee.internal` without it, with `ingress` its host name.",
    ),
  serverCertificate: serverCertificate.describe(
    "Where the server certificate comes from: `self`, a small CA of its own, `certManager`, or `supplied`, a Secret that exists.",
  ),
  leafQuery: replicated.describe("The leaf Query behind the edge."),
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
  return [...faults.filter((fault) => fault !== false), ...observeeStoreFaults(config.objectStore)];
}
