// Builds the sidecar that writes labelled ConfigMaps into Grafana's folder of dashboards.
// https://github.com/kiwigrid/k8s-sidecar
import type * as k8s from "@pulumi/kubernetes";
import { PORTS } from "../../kubernetes/ports";
import { requirements } from "../../kubernetes/resources";
import { containerSecurity } from "../../kubernetes/security";
import { metadata } from "../../kubernetes/workload";
import { GRAFANA } from "./part";
import { DASHBOARD_LABEL, DASHBOARDS_DIR, FOLDER_ANNOTATION } from "./provisioning";

/** Namespaces that the sidecar watches: Grafana's own first, the configured ones, and that of kube-prometheus-stack. */
export const dashboardNamespaces = (
  own: string,
  named: readonly string[],
  stack: { readonly kind: "present" } | { readonly kind: "helm"; readonly namespace: string },
): readonly string[] => [
  ...new Set([own, ...named, ...(stack.kind === "helm" ? [stack.namespace] : [])]),
];

/** Only the sidecar mounts the API token; Grafana's container does not. */
const TOKEN_VOLUME = "sidecar-token";
const TOKEN_DIR = "/var/run/secrets/kubernetes.io/serviceaccount";
const TOKEN_SECONDS = 3600;

/** The ServiceAccount's files, as the kubelet mounts them by default. */
export const tokenVolume: k8s.types.input.core.v1.Volume = {
  name: TOKEN_VOLUME,
  projected: {
    defaultMode: 0o440,
    sources: [
      { serviceAccountToken: { path: "token", expirationSeconds: TOKEN_SECONDS } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      {
        downwardAPI: {
          items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }],
        },
      },
    ],
  },
};

const [LABEL, LABEL_VALUE] = Object.entries(DASHBOARD_LABEL)[0] ?? ["", ""];

const health = { path: "/healthz", port: "health" };

/** The sidecar. It watches `namespaces` and runs as `user`, like Grafana, which must read its files. */
export const dashboardSidecar = (
  image: string,
  namespaces: readonly string[],
  user: number,
): k8s.types.input.core.v1.Container => ({
  name: "dashboards",
  image,
  imagePullPolicy: "IfNotPresent",
  env: Object.entries({
    LABEL,
    LABEL_VALUE,
    FOLDER: DASHBOARDS_DIR,
    FOLDER_ANNOTATION,
    NAMESPACE: namespaces.join(","),
    RESOURCE: "configmap",
    METHOD: "WATCH",
    // Two ConfigMaps may have the same key.
    UNIQUE_FILENAMES: "true",
    HEALTH_PORT: String(PORTS.dashboardSidecar),
  }).map(([name, value]) => ({ name, value })),
  ports: [{ name: "health", containerPort: PORTS.dashboardSidecar, protocol: "TCP" }],
  resources: requirements("10m", "96Mi", "256Mi"),
  securityContext: containerSecurity(user),
  terminationMessagePolicy: "FallbackToLogsOnError",
  // Readiness ignores the API server: Grafana keeps serving its dashboards while the sidecar cannot reach it.
  startupProbe: { httpGet: health, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 20 },
  livenessProbe: { httpGet: health, periodSeconds: 30, timeoutSeconds: 2, failureThreshold: 4 },
  readinessProbe: {
    tcpSocket: { port: "health" },
    periodSeconds: 5,
    timeoutSeconds: 2,
    failureThreshold: 3,
  },
  volumeMounts: [
    { name: "dashboards", mountPath: DASHBOARDS_DIR },
    { name: "scratch", mountPath: "/tmp" },
    { name: TOKEN_VOLUME, mountPath: TOKEN_DIR, readOnly: true },
  ],
});

/** RBAC rules in each watched namespace. */
const RULES: k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
];

/**
 * Role and binding with which the sidecar reads the ConfigMaps of `namespace`. In another namespace their names begin
 * with Grafana's own, so that two fleets do not collide.
 */
export const sidecarAccess = (own: string, namespace: string) => {
  const metadataOf = {
    ...metadata({ ...GRAFANA, namespace: own }),
    namespace,
    name: own === namespace ? GRAFANA.name : `${own}-${GRAFANA.name}`,
  };
  return {
    role: { metadata: metadataOf, rules: RULES },
    binding: {
      metadata: metadataOf,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadataOf.name },
      subjects: [{ kind: "ServiceAccount", name: GRAFANA.name, namespace: own }],
    },
  };
};
