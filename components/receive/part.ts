// Receive, as other parts know it.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { ask } from "../../kubernetes/resources";

export const RECEIVE = {
  name: "thanos-receive",
  component: "database-write-hashring",
  optional: "observer",
  resources: ask("100m", "512Mi", "4Gi"),
  metrics: ["http"],
  resolvesNames: true,
  bucket: { role: "receive", roleArn: "receive", access: "upload" },
} as const satisfies PartDefinition;
