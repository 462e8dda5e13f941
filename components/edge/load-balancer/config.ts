// Configuration keys of a load balancer, for an observee's edge or the observer's server endpoints.
import { z } from "zod";
import type { ConfigError } from "../../../config/errors";
import { sourceRanges } from "../source-ranges";
import { annotations } from "../../../config/kubernetes-metadata";
import { hostname, port } from "../../../config/network";

export const additionalAnnotations = annotations
  .default({})
  .describe("Additional annotations of the object.");

export const loadBalancer = z.strictObject({
  kind: z.literal("loadBalancer"),
  port: port.default(443).describe("Port to dial."),
  address: hostname
    .optional()
    .describe("DNS name to dial; default: the load balancer's own address."),
  annotations: additionalAnnotations,
  sourceRanges,
});

export type LoadBalancerConfig = z.infer<typeof loadBalancer>;

/** An AWS load balancer that terminates TLS does not forward the client's certificate. */
const TERMINATES_TLS = /^service\.beta\.kubernetes\.io\/aws-load-balancer-ssl-/;

/** Errors of the load balancer with the configuration path `at`. */
export const loadBalancerErrors = (
  at: string,
  { annotations: configured }: LoadBalancerConfig,
): ConfigError[] =>
  Object.keys(configured)
    .filter((key) => TERMINATES_TLS.test(key))
    .map((key) => ({
      path: `${at}.annotations.${key}`,
      rule: "the load balancer would terminate TLS, and Thanos would not see client certificates",
      fix: "remove it: the listener must pass TCP through",
    }));
