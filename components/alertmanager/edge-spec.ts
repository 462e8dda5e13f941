// Builds Alertmanager's edge: kube-rbac-proxy in each of its pods, which lets observees post alerts and nothing else.
// Flags: https://github.com/brancz/kube-rbac-proxy#usage
import type * as k8s from "@pulumi/kubernetes";
import { NAMES } from "../../kubernetes/names";
import { PORTS } from "../../kubernetes/ports";
import { requirements } from "../../kubernetes/resources";
import { containerSecurity } from "../../kubernetes/security";
import { toYaml } from "../../kubernetes/yaml";

const TLS_DIR = "/etc/edge/tls";
const CONFIG_DIR = "/etc/edge/config";

/** Path that Prometheus posts alerts to. */
const ALERTS = "/api/v2/alerts";

/** UID of the published image. */
const EDGE_USER = 65532;

/** Keys of the Secret with its certificates. */
export const EDGE_TLS_KEYS = {
  cert: "tls.crt",
  key: "tls.key",
  clientCa: "client-ca.crt",
} as const;

/** Keys of the ConfigMap. */
const CONFIG = { authorization: "authorization.yaml", kubeconfig: "kubeconfig.yaml" } as const;

/**
 * Kubeconfig of an API server that does not exist: kube-rbac-proxy asks it about requests that the static rules do not
 * allow, and denies them.
 */
const UNREACHABLE_KUBECONFIG = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "nowhere", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "nowhere", context: { cluster: "nowhere", user: "" } }],
  "current-context": "nowhere",
};

/**
 * Files of the ConfigMap, by key. `senders` are cluster names: the user is the common name of the client certificate.
 */
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
  [CONFIG.kubeconfig]: toYaml(UNREACHABLE_KUBECONFIG),
});

/** Flags. kube-rbac-proxy rereads certificate, key and CAs when they change, but the list of senders at start only. */
export const edgeFlags: readonly string[] = [
  `--secure-listen-address=0.0.0.0:${String(PORTS.alertmanagerEdge)}`,
  `--proxy-endpoints-port=${String(PORTS.alertmanagerEdgeHealth)}`,
  `--upstream=http://127.0.0.1:${String(PORTS.alertmanager)}/`,
  `--tls-cert-file=${TLS_DIR}/${EDGE_TLS_KEYS.cert}`,
  `--tls-private-key-file=${TLS_DIR}/${EDGE_TLS_KEYS.key}`,
  "--tls-min-version=VersionTLS13",
  // At shutdown it waits for idle HTTP/2 connections, which Prometheus keeps: two minutes per pod of a rollout.
  "--http2-disable=true",
  `--client-ca-file=${TLS_DIR}/${EDGE_TLS_KEYS.clientCa}`,
  `--config-file=${CONFIG_DIR}/${CONFIG.authorization}`,
  `--kubeconfig=${CONFIG_DIR}/${CONFIG.kubeconfig}`,
  `--allow-paths=${ALERTS}`,
];

/** Additional container of Alertmanager's pods. */
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

/** Volumes of the edge. Only this container mounts the key. */
export const edgeVolumes: k8s.types.input.core.v1.Volume[] = [
  { name: "edge-tls", secret: { secretName: NAMES.alertmanagerTls } },
  { name: "edge-config", configMap: { name: NAMES.alertmanagerEdge } },
];
