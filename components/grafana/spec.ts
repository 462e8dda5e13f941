// Builds Grafana's StatefulSet and Service: one pod with a volume, since its database is a file.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels } from "../../kubernetes/labels";
import { NAMES } from "../../kubernetes/names";
import { statefulSetOf, type DataVolume } from "../../kubernetes/objects";
import { PORTS } from "../../kubernetes/ports";
import { containerSecurity } from "../../kubernetes/security";
import { timeouts, type Timeouts } from "../../kubernetes/timeouts";
import { podOf } from "../../kubernetes/pod";
import { metadata } from "../../kubernetes/workload";
import { DASHBOARDS_DIR, FILE_PATHS } from "./provisioning";
import { CONFIG_DIR, DATA_DIR, SECRETS_DIR } from "./settings";
import { dashboardSidecar, tokenVolume } from "./sidecar";
import { GRAFANA } from "./part";

/** UID and GID of the published image. */
const GRAFANA_USER = 472;

/** Name and labels of Grafana's objects. */
export const grafanaOwner = (namespace: string) =>
  ({ name: GRAFANA.name, namespace, component: GRAFANA.component }) as const;

export interface GrafanaStatefulSetArgs {
  readonly namespace: string;
  readonly images: { readonly grafana: string; readonly sidecar: string };
  readonly storage: DataVolume;
  /** Namespaces whose labelled ConfigMaps are dashboards. */
  readonly dashboardNamespaces: readonly string[];
  /** Checksums of files that are read at start only; a change rolls the pod. */
  readonly podAnnotations: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Grafana with its sidecar, always one replica. */
export const grafanaStatefulSet = (args: GrafanaStatefulSetArgs): k8s.apps.v1.StatefulSetArgs =>
  statefulSetOf(
    grafanaOwner(args.namespace),
    1,
    args.storage,
    podOf(
      { ...grafanaOwner(args.namespace), podAnnotations: args.podAnnotations },
      {
        securityContext: {
          runAsNonRoot: true,
          runAsUser: GRAFANA_USER,
          runAsGroup: GRAFANA_USER,
          fsGroup: GRAFANA_USER,
          fsGroupChangePolicy: "OnRootMismatch",
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          server(args.images.grafana),
          dashboardSidecar(args.images.sidecar, args.dashboardNamespaces, GRAFANA_USER),
        ],
        volumes: [
          {
            name: "config",
            configMap: {
              name: GRAFANA.name,
              items: Object.entries(FILE_PATHS).map(([key, path]) => ({ key, path })),
            },
          },
          { name: "secrets", secret: { secretName: NAMES.grafanaSecrets, defaultMode: 0o440 } },
          { name: "dashboards", emptyDir: {} },
          { name: "scratch", emptyDir: {} },
          tokenVolume,
        ],
      },
    ),
  );

/** Startup probe of ten minutes: a new version migrates its database first. */
const STARTUP = { periodSeconds: 5, failureThreshold: 120 };

/** How long an `up` waits for Grafana. */
export const grafanaTimeouts: Timeouts = timeouts({
  replicas: 1,
  startupSeconds: STARTUP.periodSeconds * STARTUP.failureThreshold,
});

const server = (image: string): k8s.types.input.core.v1.Container => {
  const health = { path: "/api/health", port: "http" };
  return {
    name: "grafana",
    image,
    imagePullPolicy: "IfNotPresent",
    ports: [{ name: "http", containerPort: PORTS.grafana, protocol: "TCP" }],
    resources: GRAFANA.resources,
    securityContext: containerSecurity(GRAFANA_USER),
    terminationMessagePolicy: "FallbackToLogsOnError",
    startupProbe: { httpGet: health, ...STARTUP, timeoutSeconds: 2 },
    // Only readiness checks the database: a restart would not bring it back.
    livenessProbe: {
      httpGet: { path: "/healthz", port: "http" },
      periodSeconds: 30,
      timeoutSeconds: 2,
      failureThreshold: 4,
    },
    readinessProbe: { httpGet: health, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 },
    volumeMounts: [
      { name: "data", mountPath: DATA_DIR },
      { name: "config", mountPath: CONFIG_DIR, readOnly: true },
      { name: "secrets", mountPath: SECRETS_DIR, readOnly: true },
      { name: "dashboards", mountPath: DASHBOARDS_DIR, readOnly: true },
      { name: "scratch", mountPath: "/tmp" },
    ],
  };
};

/** Service for clients inside the cluster, and for scraping. */
export const grafanaService = (namespace: string): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(grafanaOwner(namespace)),
  spec: {
    type: "ClusterIP",
    selector: selectorLabels(GRAFANA.name),
    ports: [{ name: "http", port: PORTS.grafana, targetPort: "http", protocol: "TCP" }],
  },
});

/** Pods and port of the NodePort Service. */
export const NODE_PORT_TARGET = {
  pods: selectorLabels(GRAFANA.name),
  port: { name: "http", port: PORTS.grafana },
} as const;
