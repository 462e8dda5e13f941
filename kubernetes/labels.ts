// Kubernetes' recommended labels, the fixed ones that select pods apart from those that may change.
import { IMAGES } from "./images";

/** Words of kube-thanos for what a part does. */
export type PartOf =
  | "query-layer"
  | "query-cache"
  | "object-store-gateway"
  | "database-compactor"
  | "object-store-bucket-debugging"
  | "database-write-hashring"
  | "prometheus-sidecar"
  | "prometheus"
  | "memcached"
  | "rule-evaluation-engine"
  | "alertmanager"
  | "grafana"
  | "versitygw"
  | "minio"
  | "edge";

/** Labels that select the pods of one part; they never change, since a selector cannot. */
export const selectorLabels = (name: string): Record<string, string> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": name,
});

/** All labels of one part's objects. */
export const labels = (name: string, component: PartOf): Record<string, string> => ({
  ...selectorLabels(name),
  "app.kubernetes.io/component": component,
  "app.kubernetes.io/part-of": "thanos-fleet",
  "app.kubernetes.io/version": versionOf(component),
});

function versionOf(component: PartOf): string {
  switch (component) {
    case "prometheus":
    case "memcached":
    case "alertmanager":
    case "grafana":
    case "versitygw":
    case "minio":
      return IMAGES[component].tag;
    default:
      return IMAGES.thanos.tag;
  }
}
