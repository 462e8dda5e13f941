// The S3 server of the cluster's own and the Job that makes its bucket, as other parts know them.
import type { PartDefinition } from "../../../kubernetes/part-definition";
import { requirements } from "../../../kubernetes/resources";

export const OBJECT_STORE = {
  name: "thanos-object-store",
  component: "versitygw",
  resources: requirements("50m", "128Mi", "2Gi"),
} as const satisfies PartDefinition;

export const BUCKET_JOB = {
  name: "thanos-object-store-bucket",
  component: "versitygw",
  resources: requirements("10m", "32Mi", "256Mi"),
  resolvesNames: true,
} as const satisfies PartDefinition;
