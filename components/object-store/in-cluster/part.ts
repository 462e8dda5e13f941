// The in-cluster S3 server and the Job that creates its bucket: names and resource requests.
import type { PartDefinition } from "../../../kubernetes/part-definition";
import { requirements } from "../../../kubernetes/resources";

/** The server. Its objects have the configured server as component. */
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
