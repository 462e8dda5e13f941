// Part definition of the Query Frontend: name, resources, ports.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const QUERY_FRONTEND = {
  name: "thanos-query-frontend",
  component: "query-cache",
  resources: requirements("50m", "128Mi", "1Gi"),
  metrics: ["http"],
  api: "http",
  resolvesNames: true,
} as const satisfies PartDefinition;
