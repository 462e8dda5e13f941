// Part definition of the fleet check: name, resources and ports.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

/** Each replica evaluates the rule; Alertmanager deduplicates their alerts. */
export const FLEET_CHECK_REPLICAS = 2;

export const FLEET_CHECK = {
  name: "thanos-fleet-check",
  component: "fleet-check",
  resources: requirements("20m", "64Mi", "512Mi"),
  metrics: ["http"],
  resolvesNames: true,
} as const satisfies PartDefinition;
