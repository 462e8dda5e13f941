// Part definition of Grafana: name, resources, ports.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const GRAFANA = {
  name: "grafana",
  component: "grafana",
  resources: requirements("50m", "256Mi", "1Gi"),
  metrics: ["grafana"],
  api: "grafana",
  resolvesNames: true,
} as const satisfies PartDefinition;
