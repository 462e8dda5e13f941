// Part definition of Alertmanager: name, resources, ports.
import { ALERTMANAGER_RESOURCE } from "../../kubernetes/names";
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const ALERTMANAGER = {
  name: "alertmanager",
  component: "alertmanager",
  optional: "cluster",
  resources: requirements("25m", "64Mi", "512Mi"),
  /** Label that the operator sets on every pod of the resource. */
  pods: { alertmanager: ALERTMANAGER_RESOURCE },
  metrics: ["alertmanager"],
  api: "alertmanager",
  resolvesNames: true,
} as const satisfies PartDefinition;
