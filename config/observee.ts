// Configuration keys of an observee and the rules between them.
import { z } from "zod";
import { observerContract, serverEndpoint } from "../stacks/contract";
import { alerting } from "../components/alertmanager/edge-config";
import { caBundle, caCertificate } from "../components/pki/ca-config";
import { serverCertificate } from "../components/pki/config";
import {
  exposure,
  exposureErrors,
  PASS_THROUGH_KINDS_TEXT,
  TERMINATING_KINDS_TEXT,
} from "../components/edge/config";
import { issue, formatValue, type ConfigError } from "./errors";
import { observeeStoreErrors } from "../components/object-store/in-cluster/config";
import { controllerErrors } from "../components/network-policies/from-config/controllers";
import { serverNameErrors } from "../components/edge/server-name";
import { leafQuery } from "../components/query/leaf-config";
import { sharedKeys } from "./shared";
import { hostname, stackName } from "./primitives";

export const observeeKeys = {
  ...sharedKeys,
  observer: z
    .strictObject({
      stack: stackName.optional().describe("Full name of the observer's stack."),
      values: observerContract
        .extend({
          clientCa: z.record(z.string(), z.array(caCertificate).min(1)),
          receive: serverEndpoint.extend({ serverCa: caBundle }).optional(),
          alertmanager: serverEndpoint.extend({ serverCa: caBundle }).optional(),
        })
        .optional()
        .describe("Its outputs as literal values, where no stack can be read."),
    })
    .refine(
      ({ stack, values }) => (stack === undefined) !== (values === undefined),
      issue(
        "must have exactly one of stack and values",
        "name the observer's stack, or give its outputs as values",
      ),
    )
    .describe("Who observes this cluster."),
  exposure: exposure.describe(
    `How the observer reaches this cluster: ${PASS_THROUGH_KINDS_TEXT}, Thanos itself asks for the certificate; ${TERMINATING_KINDS_TEXT}, the controller does; \`remoteWrite\`, not at all: Prometheus pushes to the observer's Receive.`,
  ),
  serverName: hostname
    .optional()
    .describe(
      "Name in the server certificate; `<cluster>.observee.internal` without it, with an edge that has a `hostname`, that.",
    ),
  serverCertificate: serverCertificate.describe(
    "Where the server certificate comes from: `self`, a small CA of its own, `certManager`, or `supplied`, a Secret that exists.",
  ),
  alerting: alerting
    .optional()
    .describe(
      "Prometheus sends its alerts to the observer's Alertmanager, beside an own one if there is; it does not without it.",
    ),
  leafQuery: leafQuery.describe("The leaf Query behind the edge."),
};

export type ObserveeSettings = z.infer<z.ZodObject<typeof observeeKeys>>;
/** Rules over several keys of an observee; `stack` is this stack's full name. */
export function observeeErrors(config: Partial<ObserveeSettings>, stack: string): ConfigError[] {
  const { exposure: edge, serverName, serverCertificate: certificate, observer } = config;
  const pushes = edge?.kind === "remoteWrite";
  const faults: (ConfigError | false)[] = [
    observer?.stack === stack && {
      path: "observer.stack",
      value: formatValue(stack),
      rule: "a stack cannot be its own observer",
      fix: "name the stack whose role is observer",
    },
    config.alerting !== undefined &&
      config.externalPrometheus !== undefined && {
        path: "alerting",
        rule: "with externalPrometheus no Prometheus is made that could send alerts",
        fix: "remove alerting",
      },
    pushes &&
      config.externalPrometheus !== undefined && {
        path: "exposure.kind",
        value: formatValue("remoteWrite"),
        rule: "with externalPrometheus no Prometheus is made that could push",
        fix: "choose another exposure",
      },
    pushes &&
      config.objectStore?.kind === "inCluster" && {
        path: "objectStore.kind",
        value: formatValue("inCluster"),
        rule: "the observer cannot read a store that is in a cluster it cannot reach",
        fix: "use a store that both reach",
      },
    pushes &&
      serverName !== undefined && {
        path: "serverName",
        value: formatValue(serverName),
        rule: "a cluster that pushes serves nobody",
        fix: "remove serverName",
      },
    pushes &&
      certificate !== undefined &&
      certificate.issuer !== "self" && {
        path: "serverCertificate.issuer",
        value: formatValue(certificate.issuer),
        rule: "a cluster that pushes does so with a certificate of a CA of its own: whatever another CA signs could write in its name",
        fix: 'use "self", or remove serverCertificate',
      },
  ];
  return [
    ...exposureErrors(config),
    ...controllerErrors(config.networkPolicies, edge),
    ...serverNameErrors(config),
    ...faults.filter((fault) => fault !== false),
    ...observeeStoreErrors(config.objectStore),
  ];
}
