// Builds Grafana's Kubernetes objects: one pod with a disk, since its database is a file.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { nginx } from "../edge/ingress/nginx-annotations";
import { selectorLabels } from "../../kubernetes/labels";
import { NAMES } from "../../kubernetes/names";
import { statefulSetOf, type DataVolume } from "../../kubernetes/objects";
import { PORTS } from "../../kubernetes/ports";
import { containerSecurity } from "../../kubernetes/security";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { timeouts, type Timeouts } from "../../kubernetes/timeouts";
import { podOf } from "../../kubernetes/pod";
import { metadata } from "../../kubernetes/workload";
import { DASHBOARDS_DIR, FILE_PATHS } from "./provisioning";
import { CONFIG_DIR, DATA_DIR, SECRETS_DIR } from "./settings";
import { dashboardSidecar, sidecarRules, tokenVolume } from "./sidecar";
import { GRAFANA } from "./part";

/** UID and GID of the published image. */
const GRAFANA_USER = 472;

export const grafanaOwner = (namespace: string) =>
  ({ name: GRAFANA.name, namespace, component: GRAFANA.component }) as const;

export interface GrafanaSetArgs {
  readonly namespace: string;
  readonly images: { readonly grafana: string; readonly sidecar: string };
  readonly storage: Omit<DataVolume, "mountPath">;
  /** Namespaces whose labelled ConfigMaps are dashboards. */
  readonly dashboardNamespaces: readonly string[];
  /** Checksums of files that are read at start only; a change rolls the pod. */
  readonly podAnnotations: Readonly<Record<string, pulumi.Input<string>>>;
}

export const grafanaSet = (args: GrafanaSetArgs): k8s.apps.v1.StatefulSetArgs =>
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

/** Ten minutes: a new version migrates its database first. */
const STARTUP = { periodSeconds: 5, failureThreshold: 120 };

export const grafanaWaits: Timeouts = timeouts({
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

export interface GrafanaIngress {
  readonly hostname: string;
  readonly ingressClassName: string;
  /** Secret with its certificate: an existing one, or created by cert-manager through an annotation. */
  readonly secretName: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** HTTPS only: plain HTTP is redirected. */
export const grafanaIngress = (
  namespace: string,
  { hostname, ingressClassName, secretName, annotations }: GrafanaIngress,
): k8s.networking.v1.IngressArgs => ({
  metadata: {
    ...metadata(grafanaOwner(namespace)),
    annotations: {
      [nginx("proxy-read-timeout")]: String(TIMEOUTS.edge),
      [nginx("proxy-send-timeout")]: String(TIMEOUTS.edge),
      ...annotations,
      [nginx("ssl-redirect")]: "true",
      [nginx("force-ssl-redirect")]: "true",
    },
  },
  spec: {
    ingressClassName,
    tls: [{ hosts: [hostname], secretName }],
    rules: [
      {
        host: hostname,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: GRAFANA.name, port: { number: PORTS.grafana } } },
            },
          ],
        },
      },
    ],
  },
});

/** Lets the sidecar read ConfigMaps of one namespace. Names contain Grafana's namespace: two fleets do not collide. */
export const sidecarAccess = (own: string, namespace: string) => {
  const about = {
    ...metadata(grafanaOwner(own)),
    namespace,
    name: own === namespace ? GRAFANA.name : `${own}-${GRAFANA.name}`,
  };
  return {
    role: { metadata: about, rules: sidecarRules },
    binding: {
      metadata: about,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: about.name },
      subjects: [{ kind: "ServiceAccount", name: GRAFANA.name, namespace: own }],
    },
  };
};
