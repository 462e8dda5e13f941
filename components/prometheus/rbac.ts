// RBAC of Prometheus: cluster-wide read access to discover targets and to scrape nodes.
import type * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../kubernetes/k8s";
import { labels } from "../../kubernetes/labels";
import { PROMETHEUS } from "./part";

const READ = ["get", "list", "watch"];

const RULES = [
  { apiGroups: [""], resources: ["nodes", "services", "endpoints", "pods"], verbs: READ },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: READ },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
  { nonResourceURLs: ["/metrics"], verbs: ["get"] },
];

/** Creates the role and its binding. Their name contains the namespace, so that two fleets can share a cluster. */
export function allowDiscovery(
  name: string,
  namespace: string,
  opts: pulumi.CustomResourceOptions,
): k8s.rbac.v1.ClusterRoleBinding {
  const metadata = {
    name: `${namespace}-${PROMETHEUS.name}`,
    labels: labels(PROMETHEUS.name, PROMETHEUS.component),
  };
  const role = new k8s.rbac.v1.ClusterRole(`${name}-role`, { metadata, rules: RULES }, opts);
  return new k8s.rbac.v1.ClusterRoleBinding(
    `${name}-role-binding`,
    {
      metadata,
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        name: role.metadata.name,
      },
      subjects: [{ kind: "ServiceAccount", name: PROMETHEUS.name, namespace }],
    },
    opts,
  );
}
