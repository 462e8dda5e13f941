// Part definition of the Store Gateways: a workload for each bucket and shard, and one ServiceAccount for all.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const STORE_GATEWAY = {
  name: "thanos-store",
  component: "object-store-gateway",
  resources: requirements("50m", "256Mi", "2Gi"),
  pods: { "app.kubernetes.io/component": "object-store-gateway" },
  metrics: ["http"],
  resolvesNames: true,
  bucket: { role: "store", roleArn: "store", access: "read" },
} as const satisfies PartDefinition;
