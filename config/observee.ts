// Configuration keys of an observee.
import { z } from "zod";
import { observerContract, serverEndpoint } from "../stacks/contract";
import { alerting } from "../components/alertmanager/edge-config";
import { caBundle, caCertificate } from "../components/pki/ca-config";
import { serverCertificate } from "../components/pki/config";
import {
  exposure,
  PASS_THROUGH_KINDS_TEXT,
  TERMINATING_KINDS_TEXT,
} from "../components/edge/config";
import { issue } from "./errors";
import { leafQuery } from "../components/query/leaf-config";
import { sharedKeys } from "./shared";
import { hostname } from "./network";
import { stackName } from "./primitives";

/** Schema of each key of an observee. */
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
        .describe("Its outputs as literal values, if no stack can be read."),
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
    `How the observer reaches this cluster. With ${PASS_THROUGH_KINDS_TEXT} Thanos itself verifies its client certificate, with ${TERMINATING_KINDS_TEXT} the controller does. With \`remoteWrite\` it does not: Prometheus writes to the observer's Receive.`,
  ),
  serverName: hostname
    .optional()
    .describe(
      "Name in the server certificate; by default the edge's `hostname` if it has one, else `<cluster>.observee.internal`.",
    ),
  serverCertificate: serverCertificate.describe(
    "Issuer of the server certificate: `self`, a CA of this stack, `certManager`, or `supplied`, an existing Secret.",
  ),
  alerting: alerting
    .optional()
    .describe(
      "Prometheus sends its alerts to the observer's Alertmanager, in addition to the cluster's own one if there is one. By default it does not.",
    ),
  leafQuery: leafQuery.describe("The leaf Query behind the edge."),
};

export type ObserveeSettings = z.infer<z.ZodObject<typeof observeeKeys>>;
