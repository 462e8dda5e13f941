// Configuration keys of an edge by an Ingress with nginx' annotations.
import { z } from "zod";
import { OWN_ANNOTATIONS } from "./spec";
import { asks } from "./nginx-annotations";
import { issue } from "../../../config/errors";
import { annotationErrors } from "./annotations-config";
import { ingressController, ingressControllers } from "./class";
import type { EdgeFacts } from "../facts";
import { sourceRanges } from "../source-ranges";
import { terminating } from "../terminating-config";
import { objectName } from "../../../config/kubernetes-metadata";
import { ingressClass } from "../wanted-class";

export const ingress = z.strictObject({
  kind: z.literal("ingress"),
  ...terminating,
  ingressClassName: objectName
    .default("nginx")
    .describe("Class of a controller that knows nginx' annotations."),
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
      "Common name that the client's certificate must have too; the observer's `cluster` without it. ingress-nginx compares it, Traefik does not.",
    ),
});

export type IngressConfig = z.infer<typeof ingress>;

export const ingressFacts = (edge: IngressConfig): EdgeFacts => ({
  // Configured annotations must not weaken the edge's client verification.
  errors: annotationErrors({
    at: "exposure",
    annotations: edge.annotations,
    isOwn: (key) => OWN_ANNOTATIONS.includes(key) || asks(key),
    own: {
      rule: "is the program's own: it is part of what asks for the certificate",
      fix: "remove it",
    },
    what: "certificate",
  }),
  warnings:
    edge.ingressClassName === "nginx"
      ? [
          "ingress-nginx was retired in March 2026 and gets no fixes; exposure kind loadBalancer needs no controller",
        ]
      : [],
  controllers: ingressControllers([edge.ingressClassName]),
  wantedClass: ingressClass("exposure", edge),
  certManagerAnnotations: true,
});
