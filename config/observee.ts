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
