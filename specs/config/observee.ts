// Configuration of an observee.
import { z } from "zod";
import { observerContract, receiveWayIn } from "../contract";
import { caBundle, caCertificate } from "./ca";
import { serverCertificate } from "./certificates";
import { says, shown, type Fault } from "./faults";
import { observeeStoreFaults } from "./in-cluster-store";
import { loadBalancer, moreAnnotations } from "./load-balancer";
import { replicated, sharedKeys } from "./shared";
import { hostname, objectName, stackName } from "./words";

const ingress = z.strictObject({
  kind: z.literal("ingress"),
  hostname: hostname.describe("DNS name to dial, on port 443."),
  ingressClassName: objectName
    .default("nginx")
    .describe("A controller that knows nginx' annotations."),
  annotations: moreAnnotations,
});

/** No edge: the observer needs no address to dial, since Prometheus pushes. */
const remoteWrite = z.strictObject({ kind: z.literal("remoteWrite") });

export const observeeKeys = {
  ...sharedKeys,
  observer: z
    .strictObject({
      stack: stackName.optional().describe("Full name of the observer's stack."),
      values: observerContract
        .extend({
          clientCa: z.record(z.string(), z.array(caCertificate).min(1)),
          receive: receiveWayIn.extend({ serverCa: caBundle }).optional(),
        })
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
    .discriminatedUnion("kind", [loadBalancer, ingress, remoteWrite], {
      error: 'must be "loadBalancer", "ingress" or "remoteWrite"',
    })
    .describe(
      "How the observer reaches this cluster: `loadBalancer`, Thanos itself asks for the certificate, or `ingress`, the controller does; `remoteWrite`, not at all: Prometheus pushes to the observer's Receive.",
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
/** The ways in to an edge. */
export type EdgeExposure = Exclude<ExposureConfig, { kind: "remoteWrite" }>;

/** Rules over several keys of an observee; `stack` is this stack's own full name. */
export function observeeRules(config: Partial<ObserveeSettings>, stack: string): Fault[] {
  const { exposure, serverName, serverCertificate: certificate, observer } = config;
  const pushes = exposure?.kind === "remoteWrite";
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
    pushes &&
      config.externalPrometheus !== undefined && {
        path: "exposure.kind",
        value: shown("remoteWrite"),
        rule: "with externalPrometheus no Prometheus is made that could push",
        fix: "choose another exposure",
      },
    pushes &&
      config.objectStore?.kind === "inCluster" && {
        path: "objectStore.kind",
        value: shown("inCluster"),
        rule: "the observer cannot read a store that is in a cluster it cannot reach",
        fix: "use a store that both reach",
      },
    pushes &&
      serverName !== undefined && {
        path: "serverName",
        value: shown(serverName),
        rule: "a cluster that pushes serves nobody",
        fix: "remove serverName",
      },
    pushes &&
      certificate !== undefined &&
      certificate.issuer !== "self" && {
        path: "serverCertificate.issuer",
        value: shown(certificate.issuer),
        rule: "a cluster that pushes does so with a certificate of a CA of its own: whatever another CA signs could write in its name",
        fix: 'use "self", or remove serverCertificate',
      },
  ];
  return [...faults.filter((fault) => fault !== false), ...observeeStoreFaults(config.objectStore)];
}
