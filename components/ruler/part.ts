// Part definition of the Ruler: name, resources, ports, access to the bucket.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const RULER = {
  name: "thanos-rule",
  component: "rule-evaluation-engine",
  optional: "observer",
  resources: requirements("50m", "256Mi", "2Gi"),
  metrics: ["http"],
  api: "http",
  resolvesNames: true,
  bucket: { role: "rule", roleArn: "rule", access: "upload" },
} as const satisfies PartDefinition;
