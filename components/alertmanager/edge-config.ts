// Configuration keys of alert delivery from observees to the observer's Alertmanager, for both sides.
import { z } from "zod";
import { alertmanager } from "./config";
import { rotation } from "../pki/config";
import type { ConfigError } from "../../config/errors";
import { loadBalancer, loadBalancerErrors } from "../edge/load-balancer/config";
import { onNodePort } from "../edge/node-port/config";

const edge = z.strictObject({
  exposure: z
    .discriminatedUnion("kind", [loadBalancer, onNodePort], {
      error:
        'must be "loadBalancer" or "nodePort": Alertmanager\'s edge identifies a sender by its certificate, which an edge that terminates TLS would not pass on',
    })
    .prefault({ kind: "loadBalancer" })
    .describe("How observees reach it; the edge itself verifies their certificates."),
  ca: rotation.describe("Rotation of the edge's server CA."),
});

/** Keys of the observer's Alertmanager: the common ones and the edge for other clusters. */
export const fleetAlertmanager = alertmanager.extend({
  edge: edge
    .optional()
    .describe("On an observer: the edge for alerts of observees with `alerting`; none by default."),
});

/** Key `alerting` of an observee that sends its alerts to the observer. */
export const alerting = z.strictObject({
  ca: rotation.describe("Rotation of the CA of the certificate with which alerts are sent."),
});

/** Errors in the exposure of Alertmanager's edge; none without an edge. */
export const edgeErrors = (config: z.infer<typeof fleetAlertmanager> | undefined): ConfigError[] =>
  config?.edge?.exposure.kind === "loadBalancer"
    ? loadBalancerErrors("alertmanager.edge.exposure", config.edge.exposure)
    : [];
