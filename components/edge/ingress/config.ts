// Configuration keys of an edge by an Ingress with nginx' annotations.
import { z } from "zod";
import { OWN_ANNOTATIONS } from "./spec";
import { isAuthentication } from "./nginx-annotations";
import { issue } from "../../../config/errors";
import { annotationErrors } from "./annotations-config";
import { ingressController, ingressControllers } from "./class";
import type { EdgeProperties } from "../properties";
import { sourceRanges } from "../source-ranges";
import { terminating } from "../terminating-config";
import { objectName } from "../../../config/kubernetes-metadata";
import { ingressClass } from "../required-class";

export const ingress = z.strictObject({
  kind: z.literal("ingress"),
  ...terminating,
  ingressClassName: objectName
    .default("nginx")
    .describe("IngressClass of a controller that supports nginx' annotations."),
  ingressController,
  sourceRanges,
  clientName: z
    .string()
    .refine(
      (name) => /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name),
      issue("must be the `cluster` of the observer", 'use for example "observer"'),
    )
    .optional()
    .describe(
      "Common name that the client certificate must have; default: the observer's `cluster`. ingress-nginx checks it, Traefik does not.",
    ),
});

export type IngressConfig = z.infer<typeof ingress>;

/** Errors, warnings, controller and class of an edge by an Ingress. */
export const ingressProperties = (edge: IngressConfig): EdgeProperties => ({
  // Configured annotations must not weaken the edge's client verification.
  errors: annotationErrors({
    at: "exposure",
    annotations: edge.annotations,
    isOwn: (key) => OWN_ANNOTATIONS.includes(key) || isAuthentication(key),
    own: {
      rule: "is set by the program, as part of the client certificate check",
      fix: "remove it",
    },
    check: "client certificate check",
  }),
  warnings:
    edge.ingressClassName === "nginx"
      ? [
          "ingress-nginx was retired in March 2026 and gets no fixes; exposure kind loadBalancer needs no controller",
        ]
      : [],
  controllers: ingressControllers([edge.ingressClassName]),
  requiredClass: ingressClass("exposure", edge),
  certManagerAnnotations: true,
});
