// A load balancer in configuration: a way in to an observee's edge, or to the observer's Receive.
import { z } from "zod";
import { annotations, hostname, ipv4Range, port } from "./words";

export const moreAnnotations = annotations.default({}).describe("More annotations of the object.");

export const loadBalancer = z.strictObject({
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
