// The edge of Alertmanager: kube-rbac-proxy in each of its pods, which lets observees post alerts, and do nothing else.
// Flags: https://github.com/brancz/kube-rbac-proxy#usage
import type * as k8s from "@pulumi/kubernetes";
import { NAMES } from "../../kubernetes/names";
import { PORTS } from "../../kubernetes/ports";
import { requirements } from "../../kubernetes/resources";
import { containerSecurity } from "../../kubernetes/security";
import { toYaml } from "../../kubernetes/yaml";

const TLS_DIR = "/etc/edge/tls";
const CONFIG_DIR = "/etc/edge/config";

/** Where Prometheus posts alerts to. */
const ALERTS = "/api/v2/alerts";

/** As its publisher means it to run. */
const EDGE_USER = 65532;

/** Keys of the Secret that it reads its certificates from. */
export const EDGE_TLS_KEYS = {
  cert: "tls.crt",
  key: "tls.key",
  clientCa: "client-ca.crt",
} as const;

/** Keys of the ConfigMap. */
const CONFIG = { authorization: "authorization.yaml", kubeconfig: "kubeconfig.yaml" } as const;

/** Nobody listens there: whatever is not allowed below is asked of an API server that cannot say yes. */
const NOWHERE = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "nowhere", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "nowhere", context: { cluster: "nowhere", user: "" } }],
  "current-context": "nowhere",
};

/** Whoever calls is who the common name of its certificate says. `senders` are cluster names. */
export const edgeFiles = (senders: readonly string[]): Record<string, string> => ({
  [CONFIG.authorization]: toYaml({
    authorization: {
      static: [...senders].sort().map((name) => ({
        user: { name },
        verb: "create",
        path: ALERTS,
        resourceRequest: false,
      })),
    },
  }),
  [CONFIG.kubeconfig]: toYaml(NOWHERE),
});

/** It reads certificate, key and CAs again when they change, but who may send at its start only. */
export const edgeFlags: readonly string[] = [
  `--secure-listen-address=0.0.0.0:${String(PORTS.alertmanagerEdge)}`,
  `--proxy-endpoints-port=${String(PORTS.alertmanagerEdgeHealth)}`,
  `--upstream=http://127.0.0.1:${String(PORTS.alertmanager)}/`,
  `--tls-cert-file=${TLS_DIR}/${EDGE_TLS_KEYS.cert}`,
  `--tls-private-key-file=${TLS_DIR}/${EDGE_TLS_KEYS.key}`,
  "--tls-min-version=VersionTLS13",
  // On its way out it waits for idle HTTP/2 connections, which Prometheus keeps: two minutes for each pod of a roll.
  "--http2-disable=true",
  `--client-ca-file=${TLS_DIR}/${EDGE_TLS_KEYS.clientCa}`,
  `--config-file=${CONFIG_DIR}/${CONFIG.authorization}`,
  `--kubeconfig=${CONFIG_DIR}/${CONFIG.kubeconfig}`,
  `--allow-paths=${ALERTS}`,
];

/** The container beside Alertmanager's own. */
export function edgeContainer(image: string): k8s.types.input.core.v1.Container {
  const health = { path: "/healthz", port: "edge-health", scheme: "HTTPS" };
  return {
    name: "edge",
    image,
    imagePullPolicy: "IfNotPresent",
    args: [...edgeFlags],
    ports: [
      { name: "edge", containerPort: PORTS.alertmanagerEdge, protocol: "TCP" },
      { name: "edge-health", containerPort: PORTS.alertmanagerEdgeHealth, protocol: "TCP" },
    ],
    resources: requirements("10m", "32Mi", "128Mi"),
    securityContext: containerSecurity(EDGE_USER),
    terminationMessagePolicy: "FallbackToLogsOnError",
    livenessProbe: { httpGet: health, periodSeconds: 30, timeoutSeconds: 1, failureThreshold: 4 },
    readinessProbe: { httpGet: health, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3 },
    volumeMounts: [
      { name: "edge-tls", mountPath: TLS_DIR, readOnly: true },
      { name: "edge-config", mountPath: CONFIG_DIR, readOnly: true },
    ],
  };
}

/** Its files. The key is mounted in this container alone. */
export const edgeVolumes: k8s.types.input.core.v1.Volume[] = [
  { name: "edge-tls", secret: { secretName: NAMES.alertmanagerTls } },
  { name: "edge-config", configMap: { name: NAMES.alertmanagerEdge } },
];
