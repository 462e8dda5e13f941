// Part definition of Receive: name, resources, ports, access to the bucket.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const RECEIVE = {
  name: "thanos-receive",
  component: "database-write-hashring",
  optional: "observer",
  resources: requirements("100m", "512Mi", "4Gi"),
  metrics: ["http"],
  resolvesNames: true,
  bucket: { role: "receive", roleArn: "receive", access: "upload" },
} as const satisfies PartDefinition;
