// Part definitions of Query and of the leaf Query in front of an observee's sidecars: names, resources, ports.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const QUERY = {
  name: "thanos-query",
  component: "query-layer",
  resources: requirements("100m", "256Mi", "2Gi"),
  metrics: ["http"],
  api: "http",
  resolvesNames: true,
} as const satisfies PartDefinition;

export const LEAF_QUERY = {
  ...QUERY,
  name: "thanos-query-leaf",
} as const satisfies PartDefinition;
