// Part definition of bucket web: name, resources, ports, access to the bucket.
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const BUCKET_WEB = {
  name: "thanos-bucket-web",
  component: "object-store-bucket-debugging",
  optional: "cluster",
  resources: requirements("25m", "64Mi", "512Mi"),
  metrics: ["http"],
  api: "http",
  resolvesNames: true,
  bucket: { role: "bucket-web", roleArn: "bucketWeb", access: "read" },
} as const satisfies PartDefinition;
