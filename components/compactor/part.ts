// Part definition of the Compactor: name, resources, ports, access to the bucket.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const COMPACTOR = {
  name: "thanos-compact",
  component: "database-compactor",
  resources: requirements("50m", "256Mi", "4Gi"),
  metrics: ["http"],
  api: "http",
  resolvesNames: true,
  bucket: { role: "compact", roleArn: "compact", access: "compact" },
} as const satisfies PartDefinition;
