// What each part asks of its node: small requests so that a small cluster takes all, memory limits against a runaway.
import type * as k8s from "@pulumi/kubernetes";

type Requirements = k8s.types.input.core.v1.ResourceRequirements;

const ask = (cpu: string, memory: string, limit: string) => ({
  requests: { cpu, memory },
  limits: { memory: limit },
});

/** No CPU limits: throttling a query part only makes every query slower. */
export const RESOURCES = {
  query: ask("100m", "256Mi", "2Gi"),
  queryFrontend: ask("50m", "128Mi", "1Gi"),
  store: ask("50m", "256Mi", "2Gi"),
  compact: ask("50m", "256Mi", "4Gi"),
  bucketWeb: ask("25m", "64Mi", "512Mi"),
  prometheus: ask("100m", "512Mi", "4Gi"),
  rule: ask("50m", "256Mi", "2Gi"),
  alertmanager: ask("25m", "64Mi", "512Mi"),
  objectStore: ask("50m", "128Mi", "2Gi"),
  job: ask("10m", "32Mi", "256Mi"),
  sidecar: ask("25m", "64Mi", "1Gi"),
  memcachedExporter: ask("10m", "32Mi", "128Mi"),
} as const satisfies Record<string, Requirements>;
